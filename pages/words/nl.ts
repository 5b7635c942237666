import type { PortalWords } from './portal-words.js';

export const nl: PortalWords = {
  remaining: { ahead: 'over #', behind: '# te laat', day: 'dag', days: 'dagen', hour: 'u', minute: 'min' },
  tagline: 'Uw gegevens, uw rechten',
  skip: 'Naar de inhoud',
  language: 'Taal',
  steps: 'Stappen',
  stepNames: ['Wat', 'Bereikbaar', 'Vertel', 'Nakijken en versturen'],
  stepOf: 'Stap # van 4',
  done: 'klaar',
  noAccount: 'Geen account nodig. Werkt zonder scripts.',
  nothingKnown: 'Deze pagina zegt niets over de vraag of wij gegevens over u hebben.',

  whatTitle: 'Wat wilt u dat wij doen?',
  whatHint: 'Kies wat er het dichtst bij komt. U hoeft de wet niet te kennen; wij lezen wat u schrijft.',
  rights: {
    access: {
      title: 'Geef mij een kopie van mijn gegevens',
      example: 'Bijvoorbeeld: welke gegevens hebt u over mij, en wie heeft ze gekregen?',
    },
    rectification: { title: 'Verbeter mijn gegevens', example: 'Bijvoorbeeld: mijn geboortedatum klopt niet.' },
    erasure: { title: 'Wis mijn gegevens', example: 'Bijvoorbeeld: ik ben geen klant meer.' },
    restriction: {
      title: 'Bewaar mijn gegevens, maar gebruik ze niet',
      example: 'Bijvoorbeeld: zolang u nagaat of ze kloppen.',
    },
    portability: {
      title: 'Geef mij mijn gegevens mee',
      example: 'Bijvoorbeeld: in een bestand dat een ander bedrijf kan lezen.',
    },
    objection: { title: 'Stop met het gebruik van mijn gegevens', example: 'Bijvoorbeeld: ik wil geen reclame.' },
    automatedDecision: {
      title: 'Laat een mens opnieuw naar een besluit kijken',
      example: 'Bijvoorbeeld: een computer wees mijn aanvraag af.',
    },
    consentWithdrawal: {
      title: 'Ik trek mijn toestemming in',
      example: 'Bijvoorbeeld: ik wil de nieuwsbrief niet meer.',
    },
    incident: {
      title: 'Vragen of een incident mijn gegevens betrof',
      example: 'Bijvoorbeeld: ik las over een datalek. Zaten mijn gegevens erbij?',
    },
  },

  reachTitle: 'Hoe kunnen wij u bereiken?',
  reachHint:
    'Wij gebruiken dit alleen voor dit verzoek. Het blijft versleuteld bij de zaak. Het wordt niet op een vaste dag gewist: pas als de zaak is gesloten, en twee van ons daartoe hebben besloten. Back-ups bevatten een versleutelde kopie tot zij verlopen.',
  name: 'Uw naam',
  nameHint: 'Zoals wij u kunnen kennen, bijvoorbeeld van een factuur. U mag dit leeg laten.',
  where: 'Waar moet het antwoord heen?',
  channels: {
    mail: { title: 'E-mail', hint: 'De snelste weg.', field: 'Uw e-mailadres' },
    letter: { title: 'Brief', hint: 'Op papier, met de post.', field: 'Uw postadres' },
    phone: { title: 'Telefoon', hint: 'Wij bellen u en gaan eerst na of u het bent.', field: 'Uw telefoonnummer' },
  },
  otherTitle: 'Vraagt u dit voor iemand anders?',
  otherText: 'Dat kan. Vertel ons in de volgende stap wie u bent en waarom u dit mag vragen.',

  tellTitle: 'Vertel ons meer',
  tellHint:
    'Wat ons helpt om de juiste gegevens te vinden: een klantnummer, een periode, een plaats. Laat weg wat wij niet hoeven te weten.',
  tellField: 'Uw eigen woorden',
  tellFiles: 'Bestanden kunt u in de volgende stap toevoegen.',

  checkTitle: 'Nakijken en versturen',
  checkHint: 'Er is nog niets verstuurd.',
  youAsk: 'U vraagt',
  change: 'Wijzigen',
  files: 'Bestanden, als u die wilt toevoegen',
  filesHint:
    'Samen hoogstens 20 MB. Stuur geen kopie van een identiteitsbewijs; wij vragen het als wij moeten weten wie u bent.',
  nothingWritten: 'Verder niets',
  willHappen:
    'Na het versturen krijgt u een kenmerk en de datum waarop u uiterlijk antwoord hebt, in de regel binnen een maand.',

  next: 'Verder',
  back: 'Terug',
  backHint:
    'Ga terug met deze knop en niet met die van uw browser: tot u het verstuurt, wordt wat u schrijft alleen op deze pagina bewaard.',
  send: 'Mijn verzoek versturen',

  problems: { one: 'Nog één ding:', many: 'Nog aan te passen:' },
  wrong: {
    right: 'Kies wat u wilt dat wij doen.',
    channel: 'Kies waar het antwoord heen moet.',
    mail: 'Schrijf een e-mailadres zoals naam@example.org.',
    address: 'Schrijf uw postadres, zodat een brief u bereikt.',
    phone: 'Schrijf uw telefoonnummer, alleen cijfers of zoals +31 20 123 4567.',
    tooLong: 'U schreef # tekens. Hoogstens # kunnen worden verstuurd.',
  },
  atMost: 'Hoogstens # tekens.',
  counted: '# van # tekens',
  notSent: 'Uw verzoek is niet verstuurd. Wat u schreef staat er nog; probeer het opnieuw.',
  filesAgain: 'Bestanden moet u opnieuw kiezen.',

  receivedTitle: 'Wij hebben uw verzoek',
  receivedText:
    'Het is geregistreerd en de termijn loopt. Wat er nu gebeurt: wij lezen het, en schrijven u als er iets ontbreekt.',
  reference: 'Uw kenmerk:',
  keepLink:
    'Bewaar het adres van deze pagina: daarmee kunt u het verzoek volgen. Wie het adres heeft, kan deze pagina zien.',
  statusTitle: 'Uw verzoek',
  answerBy: 'U krijgt antwoord voor het einde van',
  atTheLatest: 'uiterlijk',
  whyDate: 'Waarom deze datum',
  whyDateText:
    'Uw verzoek kwam binnen op #. De wet geeft ons een maand (art. 12, lid 3, AVG); is de laatste dag een zaterdag, zondag of feestdag, dan telt de volgende werkdag.',
  extendedText: 'Wij schreven u dat wij tot twee maanden langer nodig hebben, en waarom (art. 12, lid 3, AVG).',
  lateText:
    'Deze datum is voorbij. U krijgt nog steeds antwoord, en daarin staat waarom het laat is. U kunt altijd klagen.',
  whereItStands: 'Hoever het is',
  stages: ['Ontvangen', 'Nagaan of u het bent', 'Uw gegevens zoeken', 'Beslissen', 'Beantwoord'],
  stageDone: 'Klaar',
  stageNow: 'Nu',
  stageNotYet: 'Nog niet begonnen',
  stageLeftOut: 'Niet nodig',
  waitingForYou: 'Wij wachten op u',
  waitingText:
    'Wij vroegen u te laten zien dat u het bent, omdat iedereen ons kan schrijven. Hoe, staat in onze brief. De datum hierboven schuift niet op terwijl wij wachten.',
  outcomes: {
    answered: { title: 'Wij hebben geantwoord', text: 'Het antwoord is naar u verstuurd.' },
    refused: {
      title: 'Wij hebben u geschreven',
      text: 'In onze brief staat wat wij besloten en waarom, en waar u kunt klagen.',
    },
    withdrawn: {
      title: 'U hebt dit verzoek ingetrokken',
      text: 'Wij zijn ermee gestopt. U kunt het altijd opnieuw vragen.',
    },
    notARequest: {
      title: 'Wij hebben uw bericht gelezen',
      text: 'Het was geen verzoek over persoonsgegevens en wordt elders behandeld of is gesloten.',
    },
  },
  youCan: 'Wat u kunt doen',
  addTitle: 'Iets toevoegen',
  addText: 'Wat wilt u toevoegen?',
  addFiles: 'Bestanden',
  addSend: 'Dit versturen',
  addDone: 'Wij hebben wat u toevoegde.',
  addEmpty: 'Schrijf iets, of kies een bestand.',
  withdrawTitle: 'Dit verzoek intrekken',
  withdrawText: 'Wij stoppen ermee. Dat kan niet ongedaan worden gemaakt, maar u kunt het altijd opnieuw vragen.',
  withdrawSend: 'Het verzoek intrekken',
  withdrawDone: 'Uw verzoek is ingetrokken.',
  withdrawNot: 'Dit verzoek is niet meer open; er is niets om in te trekken.',
  complainTitle: 'Klagen',
  complainToUs: 'Bij ons',
  complainToDpo: 'Bij onze functionaris voor gegevensbescherming',
  complainToAuthority: 'Bij de toezichthouder',

  answerTitle: 'Uw antwoord',
  answerText: 'Deze bestanden bevatten persoonsgegevens. Haal ze op met een apparaat dat alleen u gebruikt.',
  download: '# downloaden',
  downloadUntil: 'Dit adres vervalt op #.',
  footer: 'Een verzoek volgt u met het adres dat u kreeg toen u het verstuurde.',

  trouble: {
    notFound: { title: 'Hier is niets', text: 'Dit adres opent niets, of het is verlopen. Kijk of het volledig is.' },
    tooLarge: {
      title: 'Dat was te veel tegelijk',
      text: 'Er is niets verstuurd. Ga terug en verstuur minder tegelijk: hoogstens 20 MB, met bestanden.',
    },
    tooMany: {
      title: 'Te veel pogingen',
      text: 'Wacht een minuut en probeer het dan opnieuw. Wat u hebt verstuurd is niet weg.',
    },
    unreadable: {
      title: 'Wij konden dat niet lezen',
      text: 'Er is niets gebeurd. Open de pagina opnieuw en probeer het nog eens.',
    },
    away: {
      title: 'Even niet beschikbaar',
      text: 'Probeer het over een minuut opnieuw. Ook twee keer verstuurd telt het één keer.',
    },
    defect: {
      title: 'Hier ging iets mis',
      text: 'Het is vastgelegd. Probeer het later opnieuw, of schrijf naar #.',
    },
  },
  toStart: 'Naar het begin',
};
