import { describe, expect, it, test } from 'vitest';
import { languages } from '../../domain/letter.js';
import { fold } from '../../domain/decider.js';
import type { Recorded } from '../../domain/decider.js';
import { portalChoices } from '../../pages/portal-faults.js';
import { subjectRequestDecider } from '../../domain/subject-request.decider.js';
import type { KnownRequest, RequestFact } from '../../domain/subject-request.js';
import { statusView } from '../../pages/portal-status.view.js';
import type { StatusInput } from '../../pages/portal-status.view.js';
import { firstFaultyScreen, portalFaults } from '../../pages/portal-faults.js';
import { portalProblemView } from '../../pages/portal-problem.view.js';
import { portalView } from '../../pages/portal.view.js';
import { portalWords } from '../../pages/words/languages.js';
import { readOrganisation } from '../../organisation/read.js';
import { fact, registered } from '../support/builders.js';

const organisation = await readOrganisation('examples/organisation.yaml');
const words = portalWords.en;
const whole = { right: 'erasure', channel: 'mail', mail: 'ilse@example.org', text: '' };

function textsIn(value: unknown, at = ''): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[at, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, `${at}/${key}`));
}

describe('the words of the portal', () => {
  test.each(languages.filter((language) => language !== 'en'))(
    'in %s nothing is missing, and nothing is left in English',
    (language) => {
      const english = new Map(textsIn(portalWords.en));
      const here = textsIn(portalWords[language]);

      expect(here.map(([at]) => at).sort()).toEqual([...english.keys()].sort());
      for (const [at, text] of here) {
        expect(text.trim(), at).not.toBe('');
        expect(text.includes('#'), at).toBe(english.get(at)?.includes('#'));
        if (text.length > 16) expect(text, at).not.toBe(english.get(at));
      }
    },
  );

  test('German has one word for the number of a case, and French a space before its colon', () => {
    expect(portalWords.de.reference).toBe('Ihr Aktenzeichen:');
    expect(textsIn(portalWords.de).filter(([, text]) => /\b(?:ein|Ihr) Zeichen\b/.test(text))).toEqual([]);
    expect(textsIn(portalWords.fr).filter(([, text]) => /[^\s]:(?!\/\/)/.test(text))).toEqual([]);
  });

  test.each(languages)('in %s every right has a title and an example', (language) => {
    const view = portalView({
      language,
      organisation: 'X',
      controller: 'x',
      screen: 1,
      typed: {},
      faults: {},
      nonce: 'n',
    });

    expect(view.rights.map(({ value }) => value)).toEqual(portalChoices);
    for (const { title, hint } of view.rights) expect(title.length * hint.length).toBeGreaterThan(0);
  });
});

describe('one question per screen', () => {
  test.each([
    ['a choice', 1, {}, { right: words.wrong.right }],
    ['a choice that exists', 1, { right: 'everything' }, { right: words.wrong.right }],
    ['a way to be reached', 2, {}, { channel: words.wrong.channel }],
    ['an address with @', 2, { channel: 'mail', mail: 'ilse.example.org' }, { mail: words.wrong.mail }],
    [
      'an address without a line end',
      2,
      { channel: 'mail', mail: 'a@b.org\nBcc: x@y.org' },
      { mail: words.wrong.mail },
    ],
    ['a postal address', 2, { channel: 'letter', address: ' ' }, { address: words.wrong.address }],
    ['a number', 2, { channel: 'phone', phone: 'call me' }, { phone: words.wrong.phone }],
    [
      'not more than one can read',
      3,
      { text: 'x'.repeat(10_001) },
      { text: 'You wrote 10,001 characters. At most 10,000 can be sent.' },
    ],
    [
      'a name that fits',
      2,
      { name: 'x'.repeat(201), channel: 'mail', mail: 'a@b.org' },
      { name: 'You wrote 201 characters. At most 200 can be sent.' },
    ],
  ] as const)('asks for %s', (_what, screen, typed, faults) => {
    expect(portalFaults(screen, typed, 'en')).toEqual(faults);
  });

  it('what is whole can be sent, and what is not leads back to its screen', () => {
    expect(firstFaultyScreen(whole, 'en')).toBeUndefined();
    expect(firstFaultyScreen({ ...whole, mail: '' }, 'en')).toBe(2);
    expect(firstFaultyScreen({}, 'en')).toBe(1);
  });

  it('counts a line end once, as the page did', () => {
    expect(portalFaults(3, { text: '\r\n'.repeat(10_000) }, 'en')).toEqual({});
  });

  it('says in each language how much was written and how much may be', () => {
    const said = languages.map((language) => portalFaults(3, { text: 'x'.repeat(12_345) }, language).text ?? '');

    for (const text of said) expect(text.replaceAll(/\D/g, '')).toBe('1234510000');
    expect(new Set(said).size).toBe(languages.length);
  });

  it('carries what other screens asked, and nothing twice', () => {
    const view = portalView({
      language: 'en',
      organisation: 'X',
      controller: 'x',
      screen: 2,
      typed: { ...whole, text: 'Mine.' },
      faults: {},
      nonce: 'n',
    });

    expect(view.carried).toEqual([
      { name: 'right', value: 'erasure' },
      { name: 'text', value: 'Mine.' },
    ]);
  });
});

it.each(languages)(
  'GDPR Art. 5(1)(e): what is said in %s of the end of contact data promises no day that nobody keeps',
  (language) => {
    const { reachHint } = portalWords[language];

    expect(reachHint).toMatch(/no fixed day|niet op een vaste dag|an keinem festen Tag|pas de date fixe/);
    expect(reachHint).toMatch(/two of us|twee van ons|zwei von uns|deux d’entre nous/);
  },
);

it.each(languages)('a defect is told in %s with the address to which one can write', (language) => {
  const mailbox = 'privacy@example.org';
  const { text } = portalProblemView({ language, organisation: 'X', mailbox, status: 500, instance: 'urn:uuid:1' });

  expect(text).toContain(mailbox);
});

const received = registered({ right: 'access' });
const status = (facts: readonly Recorded<RequestFact>[], change: Partial<StatusInput> = {}) =>
  statusView({
    language: 'en',
    organisation,
    request: fold(subjectRequestDecider, facts).state as KnownRequest,
    path: '/portal/requests/c/t',
    now: '2026-03-20T15:50:00.000Z',
    nonce: 'n',
    ...change,
  });

const accepted = fact({ type: 'requestAccepted', acceptance: 'noDataHeld' });
const confirmed = fact({ type: 'identityConfirmed', method: 'account' });

describe('where a request stands, for the one who asked', () => {
  test.each([
    ['to be read', [registered({ right: undefined })], 0],
    ['not looked at yet', [received], 0],
    ['not confirmed', [received, fact({ type: 'identityNotConfirmed' })], 1],
    ['asked for identity', [received, fact({ type: 'identityAsked', doubt: 'Two people of this name.' })], 1],
    ['searched for', [received, confirmed], 2],
    ['decided', [received, confirmed, accepted], 3],
    [
      'answered',
      [
        ...[received, confirmed, accepted],
        fact({ type: 'answerSent', effect: '1.0', sentAt: '2026-03-10T09:00:00.000Z', how: 'mail' }),
      ],
      4,
    ],
  ] as const)('a request that is %s stands at its stage', (_what, facts, stage) => {
    const { stages } = status(facts);
    const isEnded = stage === 4;

    expect(stages.findIndex(({ isNow }) => isNow)).toBe(isEnded ? -1 : stage);
    expect(stages.filter(({ state }) => state === 'done')).toHaveLength(isEnded ? 5 : Math.max(stage, 0));
  });

  it('a request that ended before anybody checked or searched is not said to have been', () => {
    const sent = { effect: '1.0', sentAt: '2026-03-10T09:00:00.000Z', how: 'mail' } as const;
    const { stages } = status([received, fact({ type: 'requestRefused', ...sent })]);

    expect(stages.slice(1, 3).map(({ said }) => said)).toEqual(['Not needed', 'Not needed']);
  });

  it('nothing on the page says whether data are held', () => {
    const without = status([received, confirmed, accepted]);
    const ready = status([
      received,
      confirmed,
      fact({ type: 'requestAccepted', acceptance: 'accepted' }),
      fact({ type: 'answerAttached', documents: ['d'] }),
    ]);

    expect(without).toEqual(ready);
  });

  it('Art. 12(3): a late request says that an answer still comes', () => {
    expect(status([received], { now: '2026-04-08T09:00:00.000Z' })).toMatchObject({
      late: true,
      day: 'Friday 3 April 2026',
    });
  });

  it('a withdrawn request offers neither withdrawal nor date', () => {
    const view = status([received, fact({ type: 'requestWithdrawn' })]);

    expect(view.isOpen).toBe(false);
    expect(view.outcome?.title).toBe('You withdrew this request');
  });

  it('says where one can complain to us, by mailbox and data protection officer of the organisation file', () => {
    expect(status([received])).toMatchObject({
      mailbox: 'privacy@example.org',
      dpo: { mail: 'dpo@example.org', phone: '+31 20 555 01 00' },
    });
  });

  it('names the supervisory authority of the controller', () => {
    expect(status([received]).authority).toEqual({
      name: 'Autoriteit Persoonsgegevens',
      url: 'https://www.autoriteitpersoonsgegevens.nl',
    });
  });
});
