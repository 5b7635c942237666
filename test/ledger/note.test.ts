import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openCheckpoint, signCheckpoint } from '../../ledger/checkpoint.js';
import { LedgerFormatError } from '../../ledger/format.js';
import { noteSigner, noteVerifier, openNote } from '../../ledger/note.js';
import { openReceipt, readReceipt, receiptText } from '../../ledger/receipt.js';
import { aSigner } from './signer.js';
import { someEntries, storedTree } from './stored-tree.js';

const signer = aSigner();
const verifier = noteVerifier(signer.vkey);

describe('signed notes', () => {
  // Made by a program that is not ours.
  test('name, id and key of the Go checksum database agree', () => {
    const known = noteVerifier('sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8');

    expect(known.name).toBe('sum.golang.org');
    expect(known.id.toString('hex')).toBe('033de0ae');
  });

  test('what was signed is read back', () => {
    expect(openNote(signer.sign('one\ntwo\n'), verifier)).toBe('one\ntwo\n');
  });

  test('a text with an empty line in it is read back whole', () => {
    expect(openNote(signer.sign('one\n\ntwo\n'), verifier)).toBe('one\n\ntwo\n');
  });

  test('a cosignature of a key that we do not know is passed over', () => {
    const cosigned = signer.sign('text\n') + (aSigner('witness.example').sign('text\n').split('\n\n')[1] ?? '');

    expect(openNote(cosigned, verifier)).toBe('text\n');
  });

  test('a key of the same name that is not ours does not open the log', () => {
    expect(() => openNote(aSigner().sign('text\n'), verifier)).toThrow(LedgerFormatError);
  });

  test('one bad signature of our key kills the note, whatever good one stands beside it', () => {
    const other = signer.sign('other\n').split('\n\n')[1] ?? '';

    expect(() => openNote(signer.sign('text\n') + other, verifier)).toThrow('not over this text');
  });

  test.each([
    ['no signature', 'text\n'],
    ['a control character', signer.sign('te\u0000xt\n')],
    ['a carriage return', signer.sign('text\r\n')],
    ['no line feed at the end', signer.sign('text\n').slice(0, -1)],
    ['an ordinary dash', signer.sign('text\n').replace('\u2014', '-')],
    ['sloppy base64', signer.sign('text\n').replace(/\n$/, '=\n')],
    ['a line too many', `${signer.sign('text\n')}more\n`],
  ])('a note with %s is not read', (_what, note) => {
    expect(() => openNote(note, verifier)).toThrow(LedgerFormatError);
  });

  test.each([
    ['nothing', ''],
    ['another id', signer.vkey.replace(/\+[0-9a-f]{8}\+/, '+00000000+')],
    ['another name', `other.${signer.vkey}`],
    ['another algorithm', signer.vkey.replace(/\+A/, '+B')],
    ['a space in its name', `a ${signer.vkey}`],
  ])('a public key with %s is not taken', (_what, vkey) => {
    expect(() => noteVerifier(vkey)).toThrow(LedgerFormatError);
  });

  test('a log is signed with Ed25519 and named without spaces or plus', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });

    expect(() => noteSigner('log.example', rsa.toString())).toThrow('Ed25519');
    expect(() => aSigner('log example')).toThrow('spaces');
    expect(() => aSigner('log+example')).toThrow('plus');
  });
});

describe('checkpoints', () => {
  const head = storedTree(someEntries(7)).head(7);

  test('a checkpoint says name, size and root, and is read back', () => {
    const note = signCheckpoint(signer, head);

    expect(note.split('\n\n')[0]).toBe(`${signer.name}\n7\n${head.root.toString('base64')}`);
    expect(openCheckpoint(note, verifier)).toEqual(head);
  });

  test.each([
    ['of another log', `other.example/ledger\n7\n${head.root.toString('base64')}\n`],
    ['with a leading zero', `${signer.name}\n07\n${head.root.toString('base64')}\n`],
    ['with a negative size', `${signer.name}\n-7\n${head.root.toString('base64')}\n`],
    ['with a short root', `${signer.name}\n7\nAAAA\n`],
    ['without a root', `${signer.name}\n7\n`],
    ['with a line that this log never writes', `${signer.name}\n7\n${head.root.toString('base64')}\nmore\n`],
  ])('a signed checkpoint %s is not taken', (_what, text) => {
    expect(() => openCheckpoint(signer.sign(text), verifier)).toThrow(LedgerFormatError);
  });

  test('a checkpoint whose size was edited is not taken', () => {
    const note = signCheckpoint(signer, head).replace('\n7\n', '\n6\n');

    expect(() => openCheckpoint(note, verifier)).toThrow('not over this text');
  });
});

describe('receipts', () => {
  const entries = someEntries(11);
  const tree = storedTree(entries);
  const leaf = Buffer.from('entry 4');
  const checkpoint = signCheckpoint(signer, tree.head(11));
  const receipt = receiptText({ index: 4, proof: tree.inclusion(4, 11), checkpoint });

  test('a receipt opens with its leaf and the public key alone', () => {
    expect(receipt.startsWith('c2sp.org/tlog-proof@v1\nindex 4\n')).toBe(true);
    expect(openReceipt(receipt, leaf, verifier)).toEqual(tree.head(11));
  });

  test('the receipt of a log with one leaf has no hashes', () => {
    const one = storedTree(someEntries(1));
    const single = receiptText({ index: 0, proof: [], checkpoint: signCheckpoint(signer, one.head(1)) });

    expect(openReceipt(single, Buffer.from('entry 0'), verifier).size).toBe(1);
  });

  test('an extra line, which nobody signs, is read past', () => {
    const extra = receipt.replace('\nindex', '\nextra AAAA\nindex');

    expect(readReceipt(extra)).toEqual(readReceipt(receipt));
  });

  test('a receipt with another leaf or another index shows nothing', () => {
    expect(() => openReceipt(receipt, Buffer.from('entry 5'), verifier)).toThrow('does not stand at 4');
    expect(() => openReceipt(receipt.replace('index 4', 'index 5'), leaf, verifier)).toThrow('does not stand at 5');
  });

  test.each([
    ['another first line', receipt.replace('@v1', '@v2')],
    ['no index', receipt.replace('index 4\n', '')],
    ['an index with a leading zero', receipt.replace('index 4', 'index 04')],
    ['no checkpoint', receipt.split('\n\n')[0] ?? ''],
    ['a hash cut short', receipt.replace(/\n[^\n]{4}(?=[^\n]{40}\n)/, '\n')],
  ])('a receipt with %s is not read', (_what, text) => {
    expect(() => openReceipt(text, leaf, verifier)).toThrow(LedgerFormatError);
  });
});
