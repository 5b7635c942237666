import { englishRemaining } from '../moment.js';
import type { PortalWords } from './portal-words.js';

export const en: PortalWords = {
  remaining: englishRemaining,
  tagline: 'Your data, your rights',
  skip: 'Skip to the content',
  language: 'Language',
  steps: 'Steps',
  stepNames: ['What', 'Reach you', 'Tell us', 'Check and send'],
  stepOf: 'Step # of 4',
  done: 'done',
  noAccount: 'No account needed. Works without scripts.',
  nothingKnown: 'This page says nothing about whether we hold data on you.',

  whatTitle: 'What would you like us to do?',
  whatHint: 'Choose what comes closest. You need not know the law; we read what you write.',
  rights: {
    access: {
      title: 'Give me a copy of my data',
      example: 'For example: which data do you have about me, and who received them?',
    },
    rectification: { title: 'Correct my data', example: 'For example: my date of birth is wrong.' },
    erasure: { title: 'Delete my data', example: 'For example: I am no longer a customer.' },
    restriction: {
      title: 'Keep my data, but do not use them',
      example: 'For example: while you check whether they are right.',
    },
    portability: {
      title: 'Give me my data to take elsewhere',
      example: 'For example: in a file that another company can read.',
    },
    objection: { title: 'Stop using my data', example: 'For example: I want no advertising.' },
    automatedDecision: {
      title: 'Let a person look at a decision again',
      example: 'For example: a computer refused my application.',
    },
    consentWithdrawal: { title: 'Withdraw my consent', example: 'For example: I no longer agree to the newsletter.' },
    incident: {
      title: 'Ask whether an incident concerned my data',
      example: 'For example: I read of a leak. Were my data part of it?',
    },
  },

  reachTitle: 'How can we reach you?',
  reachHint:
    'We use this only for this request. It stays with the case, encrypted. It is deleted on no fixed day: only once the case is closed, and two of us have decided so. Backups hold an encrypted copy until they expire.',
  name: 'Your name',
  nameHint: 'As we may know you, for example on an invoice. You may leave it empty.',
  where: 'Where should the answer go?',
  channels: {
    mail: { title: 'E-mail', hint: 'The quickest way.', field: 'Your e-mail address' },
    letter: { title: 'Letter', hint: 'On paper, by post.', field: 'Your postal address' },
    phone: { title: 'Telephone', hint: 'We call you, and check first that it is you.', field: 'Your telephone number' },
  },
  otherTitle: 'Asking for somebody else?',
  otherText: 'You can. In the next step, tell us who you are and why you may ask.',

  tellTitle: 'Tell us more',
  tellHint:
    'What helps us to find the right data: a customer number, a period, a place. Leave out what we need not know.',
  tellField: 'Your words',
  tellFiles: 'You can add files in the next step.',

  checkTitle: 'Check and send',
  checkHint: 'Nothing has been sent yet.',
  youAsk: 'You ask',
  change: 'Change',
  files: 'Files, if you want to add some',
  filesHint: 'At most 20 MB together. No copy of an identity document, please; we ask if we need to know who you are.',
  nothingWritten: 'Nothing more',
  willHappen:
    'When you send this, you get a reference and the date by which you have an answer, as a rule within one month.',

  next: 'Continue',
  back: 'Back',
  backHint:
    'To go back, use this button and not that of your browser: until you send it, what you write is kept nowhere but on this page.',
  send: 'Send my request',

  problems: { one: 'One thing to put right:', many: 'Please put right:' },
  wrong: {
    right: 'Choose what you would like us to do.',
    channel: 'Choose where the answer should go.',
    mail: 'Write an e-mail address like name@example.org.',
    address: 'Write your postal address, so that a letter can reach you.',
    phone: 'Write your telephone number, with digits only or like +31 20 123 4567.',
    tooLong: 'You wrote # characters. At most # can be sent.',
  },
  atMost: 'At most # characters.',
  counted: '# of # characters',
  notSent: 'Your request was not sent. What you wrote is still here; please try again.',
  filesAgain: 'Files have to be chosen once more.',

  receivedTitle: 'We have your request',
  receivedText:
    'It is registered, and the time is running. What happens next: we read it, and write to you if something is missing.',
  reference: 'Your reference:',
  keepLink: 'Keep the address of this page: with it you can follow the request. Whoever has it can see this page.',
  statusTitle: 'Your request',
  answerBy: 'You get an answer by',
  atTheLatest: 'at the latest',
  whyDate: 'Why this date',
  whyDateText:
    'Your request arrived on #. The law gives us one month (Art. 12(3) GDPR); if the last day is a Saturday, a Sunday or a public holiday, the next working day counts.',
  extendedText: 'We wrote to you that we need up to two more months, and why (Art. 12(3) GDPR).',
  lateText:
    'This date has passed. You still get an answer, and it will say why it is late. You can complain at any time.',
  whereItStands: 'Where it stands',
  stages: ['Received', 'Checking that it is you', 'Looking for your data', 'Deciding', 'Answered'],
  stageDone: 'Done',
  stageNow: 'Now',
  stageNotYet: 'Not started',
  stageLeftOut: 'Not needed',
  waitingForYou: 'We are waiting for you',
  waitingText:
    'We asked you to show that it is you, because anybody could have written to us. How, you find in our letter. The date above does not move while we wait.',
  outcomes: {
    answered: { title: 'We have answered', text: 'The answer was sent to you.' },
    refused: {
      title: 'We have written to you',
      text: 'Our letter says what we decided and why, and where you can complain.',
    },
    withdrawn: { title: 'You withdrew this request', text: 'We stopped working on it. You can ask again at any time.' },
    notARequest: {
      title: 'We have read your message',
      text: 'It was not a request about personal data, so it is handled elsewhere or closed.',
    },
  },
  youCan: 'What you can do',
  addTitle: 'Add something',
  addText: 'What would you like to add?',
  addFiles: 'Files',
  addSend: 'Send this',
  addDone: 'We have what you added.',
  addEmpty: 'Write something, or choose a file.',
  withdrawTitle: 'Withdraw this request',
  withdrawText: 'We stop working on it. This cannot be undone, but you can ask again at any time.',
  withdrawSend: 'Withdraw the request',
  withdrawDone: 'Your request is withdrawn.',
  withdrawNot: 'This request is no longer open, so there is nothing to withdraw.',
  complainTitle: 'Complain',
  complainToUs: 'To us',
  complainToDpo: 'To our data protection officer',
  complainToAuthority: 'To the supervisory authority',

  answerTitle: 'Your answer',
  answerText: 'These files hold personal data. Fetch them on a device that only you use.',
  download: 'Download #',
  downloadUntil: 'This address ends on #.',
  footer: 'Follow a request with the address you got when you sent it.',

  trouble: {
    notFound: {
      title: 'There is nothing here',
      text: 'This address opens nothing, or its time is over. Look whether it is complete.',
    },
    tooLarge: {
      title: 'That was too much at once',
      text: 'Nothing was sent. Go back, and send less at once: 20 MB at most, files included.',
    },
    tooMany: { title: 'Too many tries', text: 'Wait a minute, then try again. What you have sent is not lost.' },
    unreadable: { title: 'We could not read that', text: 'Nothing was done. Open the page once more and try again.' },
    away: { title: 'Not available for the moment', text: 'Try again in a minute. Sent twice, it still counts once.' },
    defect: {
      title: 'Something went wrong here',
      text: 'It was recorded. Try again later, or write to #.',
    },
  },
  toStart: 'To the start',
};
