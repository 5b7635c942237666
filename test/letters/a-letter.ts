import type {
  AnswerLetter,
  ArticleFifteenInformation,
  Language,
  LetterData,
  LetterName,
  RefusalLetter,
  StaffLetterData,
  StaffLetterName,
} from '../../domain/letter.js';

const authority = {
  name: 'Autoriteit Persoonsgegevens',
  url: 'https://www.autoriteitpersoonsgegevens.nl',
  address: 'Postbus 93374, 2509 AJ Den Haag',
};

export const anInformation: ArticleFifteenInformation = {
  language: 'en',
  activities: [
    {
      name: 'Customer care',
      purposes: ['answering questions'],
      legalBasis: 'our contract with you',
      dataCategories: ['name and address'],
      recipients: ['Northmail Delivery Inc.'],
      period: 'two years after a question was closed',
      sources: ['your bank'],
      automatedDecisions: [{ logic: 'a score', significance: 'nobody looks', consequences: 'you pay in advance' }],
      transfers: [
        { recipient: 'Northmail', country: 'US', article: '46(2)(c)', safeguard: 'standard contractual clauses' },
      ],
    },
  ],
  rights: ['rectification', 'erasure', 'restriction', 'objection'],
  authority,
};

function common(language: Language) {
  return {
    language,
    reference: 'S-2026-0031',
    right: 'access',
    receivedOn: '2026-03-03',
    answerBy: '2026-04-03',
    timeZone: 'Europe/Amsterdam',
    controller: {
      name: 'Example Cloud BV',
      address: 'Voorbeeldkade 1, 1011 AA Amsterdam',
      contact: 'privacy@example.org',
    },
    recipientName: 'Ada Jansen',
    portalUrl: 'https://duly.example.org/portal/abc',
  } as const;
}

export function aRefusal(language: Language, more: Partial<RefusalLetter> = {}): RefusalLetter {
  return {
    ...common(language),
    letter: 'refusal',
    reasons: 'Grounds of the refusal.',
    dpo: 'dpo@example.org',
    authority,
    remedy: 'You can ask the Rechtbank Amsterdam to decide.',
    ...more,
  };
}

export function anAnswer(language: Language, more: Partial<AnswerLetter> = {}): AnswerLetter {
  return {
    ...common(language),
    letter: 'answer',
    downloadUrl: 'https://duly.example.org/download/xyz',
    downloadUntil: '2026-05-03T22:00:00.000Z',
    information: { ...anInformation, language },
    dpo: 'dpo@example.org',
    authority,
    remedy: 'You can ask the Rechtbank Amsterdam to decide.',
    ...more,
  };
}

export function aLetter(letter: LetterName, language: Language): LetterData {
  switch (letter) {
    case 'acknowledgement':
    case 'withdrawal-confirmation':
      return { ...common(language), letter };
    case 'identity-request':
      return { ...common(language), letter, reasons: 'The address is not one we know.' };
    case 'extension':
      return {
        ...common(language),
        letter,
        reasons: 'Your files lie in eleven archives.',
        extendedAnswerBy: '2026-06-03',
      };
    case 'refusal':
      return aRefusal(language);
    case 'answer':
      return anAnswer(language);
  }
}

export function aStaffLetter(letter: StaffLetterName, language: Language): StaffLetterData {
  return {
    letter,
    language,
    reference: 'S-2026-0031',
    kind: 'subject-request',
    dueAt: '2026-04-03T22:00:00.000Z',
    clock: 'GDPR Art. 33(1)',
    timeZone: 'Europe/Amsterdam',
    caseUrl: 'https://duly.example.org/operations/S-2026-0031',
  };
}
