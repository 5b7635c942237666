import { expect, test } from 'vitest';
import { pdfOf } from '../../reports/pdf.js';

const paper = { title: 'Register of breaches', language: 'en' };

test('a paper is a tagged document in its language', async () => {
  const bytes = Buffer.from(await pdfOf({ ...paper, content: [{ text: 'Nothing happened.' }] }));
  expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
  const text = bytes.toString('latin1');
  expect(text).toContain('/MarkInfo');
  expect(text).toContain('/Lang (en)');
});

test('a paper opens no address and no file', async () => {
  const from = (image: string) => pdfOf({ ...paper, content: [{ image }] });
  await expect(from('http://localhost:1/x.png')).rejects.toThrow(/access/i);
  await expect(from('/etc/hostname')).rejects.toThrow(/access|denied/i);
});
