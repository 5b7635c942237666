import type { PortalWords } from './portal-words.js';

export const de: PortalWords = {
  remaining: { ahead: 'in #', behind: '# zu spät', day: 'Tag', days: 'Tagen', hour: 'Std.', minute: 'Min.' },
  tagline: 'Ihre Daten, Ihre Rechte',
  skip: 'Zum Inhalt',
  language: 'Sprache',
  steps: 'Schritte',
  stepNames: ['Was', 'Erreichen', 'Erzählen', 'Prüfen und senden'],
  stepOf: 'Schritt # von 4',
  done: 'fertig',
  noAccount: 'Kein Konto nötig. Funktioniert ohne Skripte.',
  nothingKnown: 'Diese Seite sagt nichts darüber, ob wir Daten über Sie haben.',

  whatTitle: 'Was sollen wir tun?',
  whatHint: 'Wählen Sie, was am nächsten kommt. Sie müssen das Gesetz nicht kennen; wir lesen, was Sie schreiben.',
  rights: {
    access: {
      title: 'Geben Sie mir eine Kopie meiner Daten',
      example: 'Zum Beispiel: Welche Daten haben Sie über mich, und wer hat sie bekommen?',
    },
    rectification: { title: 'Berichtigen Sie meine Daten', example: 'Zum Beispiel: Mein Geburtsdatum ist falsch.' },
    erasure: { title: 'Löschen Sie meine Daten', example: 'Zum Beispiel: Ich bin kein Kunde mehr.' },
    restriction: {
      title: 'Behalten Sie meine Daten, aber nutzen Sie sie nicht',
      example: 'Zum Beispiel: solange Sie prüfen, ob sie stimmen.',
    },
    portability: {
      title: 'Geben Sie mir meine Daten zum Mitnehmen',
      example: 'Zum Beispiel: in einer Datei, die ein anderes Unternehmen lesen kann.',
    },
    objection: { title: 'Nutzen Sie meine Daten nicht mehr', example: 'Zum Beispiel: Ich möchte keine Werbung.' },
    automatedDecision: {
      title: 'Ein Mensch soll eine Entscheidung noch einmal ansehen',
      example: 'Zum Beispiel: Ein Computer hat meinen Antrag abgelehnt.',
    },
    consentWithdrawal: {
      title: 'Ich widerrufe meine Einwilligung',
      example: 'Zum Beispiel: Ich möchte den Newsletter nicht mehr.',
    },
    incident: {
      title: 'Fragen, ob ein Vorfall meine Daten betraf',
      example: 'Zum Beispiel: Ich habe von einem Datenleck gelesen. Waren meine Daten dabei?',
    },
  },

  reachTitle: 'Wie erreichen wir Sie?',
  reachHint:
    'Wir nutzen dies nur für diese Anfrage. Es bleibt verschlüsselt beim Fall. Es wird an keinem festen Tag gelöscht: erst wenn der Fall geschlossen ist und zwei von uns es beschlossen haben. Sicherungskopien enthalten es verschlüsselt, bis sie ablaufen.',
  name: 'Ihr Name',
  nameHint: 'So, wie wir Sie kennen könnten, etwa von einer Rechnung. Sie können das Feld leer lassen.',
  where: 'Wohin soll die Antwort gehen?',
  channels: {
    mail: { title: 'E-Mail', hint: 'Der schnellste Weg.', field: 'Ihre E-Mail-Adresse' },
    letter: { title: 'Brief', hint: 'Auf Papier, mit der Post.', field: 'Ihre Postanschrift' },
    phone: {
      title: 'Telefon',
      hint: 'Wir rufen Sie an und prüfen zuerst, dass Sie es sind.',
      field: 'Ihre Telefonnummer',
    },
  },
  otherTitle: 'Fragen Sie für jemand anderen?',
  otherText: 'Das geht. Schreiben Sie uns im nächsten Schritt, wer Sie sind und warum Sie fragen dürfen.',

  tellTitle: 'Erzählen Sie mehr',
  tellHint:
    'Was uns hilft, die richtigen Daten zu finden: eine Kundennummer, ein Zeitraum, ein Ort. Lassen Sie weg, was wir nicht wissen müssen.',
  tellField: 'Ihre eigenen Worte',
  tellFiles: 'Dateien können Sie im nächsten Schritt hinzufügen.',

  checkTitle: 'Prüfen und senden',
  checkHint: 'Noch ist nichts gesendet.',
  youAsk: 'Sie bitten um',
  change: 'Ändern',
  files: 'Dateien, wenn Sie welche hinzufügen möchten',
  filesHint:
    'Zusammen höchstens 20 MB. Bitte keine Kopie eines Ausweises; wir fragen, wenn wir wissen müssen, wer Sie sind.',
  nothingWritten: 'Nichts weiter',
  willHappen:
    'Nach dem Senden erhalten Sie ein Aktenzeichen und das Datum, bis zu dem Sie eine Antwort haben, in der Regel innerhalb eines Monats.',

  next: 'Weiter',
  back: 'Zurück',
  backHint:
    'Gehen Sie mit dieser Schaltfläche zurück und nicht mit der Ihres Browsers: Bis Sie es absenden, steht das Geschriebene nur auf dieser Seite.',
  send: 'Meine Anfrage senden',

  problems: { one: 'Eines fehlt noch:', many: 'Bitte berichtigen Sie:' },
  wrong: {
    right: 'Wählen Sie, was wir tun sollen.',
    channel: 'Wählen Sie, wohin die Antwort gehen soll.',
    mail: 'Schreiben Sie eine E-Mail-Adresse wie name@example.org.',
    address: 'Schreiben Sie Ihre Postanschrift, damit ein Brief Sie erreicht.',
    phone: 'Schreiben Sie Ihre Telefonnummer, nur Ziffern oder wie +49 30 1234567.',
    tooLong: 'Sie haben # Zeichen geschrieben. Höchstens # können gesendet werden.',
  },
  atMost: 'Höchstens # Zeichen.',
  counted: '# von # Zeichen',
  notSent:
    'Ihre Anfrage wurde nicht gesendet. Was Sie geschrieben haben, steht noch hier; bitte versuchen Sie es noch einmal.',
  filesAgain: 'Dateien müssen Sie noch einmal wählen.',

  receivedTitle: 'Wir haben Ihre Anfrage',
  receivedText:
    'Sie ist registriert, und die Frist läuft. Wie es weitergeht: Wir lesen sie und schreiben Ihnen, wenn etwas fehlt.',
  reference: 'Ihr Aktenzeichen:',
  keepLink:
    'Bewahren Sie die Adresse dieser Seite auf: Mit ihr können Sie die Anfrage verfolgen. Wer sie hat, kann diese Seite sehen.',
  statusTitle: 'Ihre Anfrage',
  answerBy: 'Sie erhalten eine Antwort bis zum',
  atTheLatest: 'spätestens',
  whyDate: 'Warum dieses Datum',
  whyDateText:
    'Ihre Anfrage kam am # an. Das Gesetz gibt uns einen Monat (Art. 12 Abs. 3 DSGVO); ist der letzte Tag ein Samstag, Sonntag oder Feiertag, zählt der nächste Arbeitstag.',
  extendedText:
    'Wir haben Ihnen geschrieben, dass wir bis zu zwei Monate länger brauchen, und warum (Art. 12 Abs. 3 DSGVO).',
  lateText:
    'Dieses Datum ist vorbei. Sie erhalten weiterhin eine Antwort, und sie wird sagen, warum sie spät kommt. Sie können sich jederzeit beschweren.',
  whereItStands: 'Wie weit es ist',
  stages: ['Eingegangen', 'Prüfen, dass Sie es sind', 'Ihre Daten suchen', 'Entscheiden', 'Beantwortet'],
  stageDone: 'Fertig',
  stageNow: 'Jetzt',
  stageNotYet: 'Noch nicht begonnen',
  stageLeftOut: 'Nicht nötig',
  waitingForYou: 'Wir warten auf Sie',
  waitingText:
    'Wir haben Sie gebeten zu zeigen, dass Sie es sind, denn jeder könnte uns schreiben. Wie, steht in unserem Brief. Das Datum oben verschiebt sich nicht, während wir warten.',
  outcomes: {
    answered: { title: 'Wir haben geantwortet', text: 'Die Antwort wurde an Sie gesendet.' },
    refused: {
      title: 'Wir haben Ihnen geschrieben',
      text: 'Unser Brief sagt, was wir entschieden haben und warum, und wo Sie sich beschweren können.',
    },
    withdrawn: {
      title: 'Sie haben diese Anfrage zurückgezogen',
      text: 'Wir arbeiten nicht mehr daran. Sie können jederzeit wieder fragen.',
    },
    notARequest: {
      title: 'Wir haben Ihre Nachricht gelesen',
      text: 'Sie war keine Anfrage zu personenbezogenen Daten und wird anderswo bearbeitet oder ist geschlossen.',
    },
  },
  youCan: 'Was Sie tun können',
  addTitle: 'Etwas hinzufügen',
  addText: 'Was möchten Sie hinzufügen?',
  addFiles: 'Dateien',
  addSend: 'Dies senden',
  addDone: 'Wir haben, was Sie hinzugefügt haben.',
  addEmpty: 'Schreiben Sie etwas, oder wählen Sie eine Datei.',
  withdrawTitle: 'Diese Anfrage zurückziehen',
  withdrawText:
    'Wir hören auf, daran zu arbeiten. Das lässt sich nicht rückgängig machen, aber Sie können jederzeit wieder fragen.',
  withdrawSend: 'Die Anfrage zurückziehen',
  withdrawDone: 'Ihre Anfrage ist zurückgezogen.',
  withdrawNot: 'Diese Anfrage ist nicht mehr offen; es gibt nichts zurückzuziehen.',
  complainTitle: 'Beschweren',
  complainToUs: 'Bei uns',
  complainToDpo: 'Bei unserer oder unserem Datenschutzbeauftragten',
  complainToAuthority: 'Bei der Aufsichtsbehörde',

  answerTitle: 'Ihre Antwort',
  answerText: 'Diese Dateien enthalten personenbezogene Daten. Holen Sie sie mit einem Gerät, das nur Sie benutzen.',
  download: '# herunterladen',
  downloadUntil: 'Diese Adresse gilt bis zum #.',
  footer: 'Eine Anfrage verfolgen Sie mit der Adresse, die Sie beim Senden erhalten haben.',

  trouble: {
    notFound: {
      title: 'Hier ist nichts',
      text: 'Diese Adresse öffnet nichts, oder ihre Zeit ist vorbei. Sehen Sie nach, ob sie vollständig ist.',
    },
    tooLarge: {
      title: 'Das war zu viel auf einmal',
      text: 'Es wurde nichts gesendet. Gehen Sie zurück und senden Sie weniger auf einmal: höchstens 20 MB, mit Dateien.',
    },
    tooMany: {
      title: 'Zu viele Versuche',
      text: 'Warten Sie eine Minute und versuchen Sie es dann noch einmal. Was Sie gesendet haben, ist nicht verloren.',
    },
    unreadable: {
      title: 'Das konnten wir nicht lesen',
      text: 'Es ist nichts geschehen. Öffnen Sie die Seite neu und versuchen Sie es noch einmal.',
    },
    away: {
      title: 'Im Augenblick nicht erreichbar',
      text: 'Versuchen Sie es in einer Minute noch einmal. Auch zweimal gesendet zählt es einmal.',
    },
    defect: {
      title: 'Hier ging etwas schief',
      text: 'Es wurde festgehalten. Versuchen Sie es später noch einmal, oder schreiben Sie an #.',
    },
  },
  toStart: 'Zum Anfang',
};
