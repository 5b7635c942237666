import type { PortalWords } from './portal-words.js';

export const fr: PortalWords = {
  remaining: { ahead: 'dans #', behind: 'en retard de #', day: 'jour', days: 'jours', hour: 'h', minute: 'min' },
  tagline: 'Vos données, vos droits',
  skip: 'Aller au contenu',
  language: 'Langue',
  steps: 'Étapes',
  stepNames: ['Quoi', 'Vous joindre', 'Dites-nous', 'Vérifier et envoyer'],
  stepOf: 'Étape # sur 4',
  done: 'terminé',
  noAccount: 'Aucun compte nécessaire. Fonctionne sans script.',
  nothingKnown: 'Cette page ne dit pas si nous avons des données sur vous.',

  whatTitle: 'Que souhaitez-vous que nous fassions ?',
  whatHint:
    'Choisissez ce qui s’en rapproche le plus. Vous n’avez pas à connaître la loi ; nous lisons ce que vous écrivez.',
  rights: {
    access: {
      title: 'Me donner une copie de mes données',
      example: 'Par exemple : quelles données avez-vous sur moi, et qui les a reçues ?',
    },
    rectification: { title: 'Corriger mes données', example: 'Par exemple : ma date de naissance est fausse.' },
    erasure: { title: 'Effacer mes données', example: 'Par exemple : je ne suis plus client.' },
    restriction: {
      title: 'Garder mes données, sans les utiliser',
      example: 'Par exemple : pendant que vous vérifiez si elles sont exactes.',
    },
    portability: {
      title: 'Me donner mes données pour les emporter',
      example: 'Par exemple : dans un fichier qu’une autre entreprise peut lire.',
    },
    objection: { title: 'Ne plus utiliser mes données', example: 'Par exemple : je ne veux pas de publicité.' },
    automatedDecision: {
      title: 'Faire revoir une décision par une personne',
      example: 'Par exemple : un ordinateur a refusé ma demande.',
    },
    consentWithdrawal: {
      title: 'Retirer mon consentement',
      example: 'Par exemple : je ne veux plus recevoir la lettre d’information.',
    },
    incident: {
      title: 'Demander si un incident a touché mes données',
      example: 'Par exemple : j’ai lu qu’il y a eu une fuite. Mes données en font-elles partie ?',
    },
  },

  reachTitle: 'Comment vous joindre ?',
  reachHint:
    'Nous n’utilisons ceci que pour cette demande. Cela reste chiffré avec le dossier. L’effacement n’a pas de date fixe : il n’a lieu qu’une fois le dossier clos et si deux d’entre nous l’ont décidé. Les sauvegardes en gardent une copie chiffrée jusqu’à leur expiration.',
  name: 'Votre nom',
  nameHint: 'Tel que nous pouvons vous connaître, par exemple sur une facture. Vous pouvez le laisser vide.',
  where: 'Où envoyer la réponse ?',
  channels: {
    mail: { title: 'Courriel', hint: 'Le plus rapide.', field: 'Votre adresse électronique' },
    letter: { title: 'Lettre', hint: 'Sur papier, par la poste.', field: 'Votre adresse postale' },
    phone: {
      title: 'Téléphone',
      hint: 'Nous vous appelons, et vérifions d’abord que c’est bien vous.',
      field: 'Votre numéro de téléphone',
    },
  },
  otherTitle: 'Vous demandez pour quelqu’un d’autre ?',
  otherText: 'C’est possible. À l’étape suivante, dites-nous qui vous êtes et pourquoi vous pouvez le demander.',

  tellTitle: 'Dites-nous en plus',
  tellHint:
    'Ce qui nous aide à trouver les bonnes données : un numéro de client, une période, un lieu. Laissez de côté ce que nous n’avons pas à savoir.',
  tellField: 'Vos propres mots',
  tellFiles: 'Vous pourrez ajouter des fichiers à l’étape suivante.',

  checkTitle: 'Vérifier et envoyer',
  checkHint: 'Rien n’est encore envoyé.',
  youAsk: 'Vous demandez',
  change: 'Modifier',
  files: 'Des fichiers, si vous voulez en ajouter',
  filesHint:
    '20 Mo au plus en tout. Pas de copie de pièce d’identité, s’il vous plaît ; nous demandons si nous devons savoir qui vous êtes.',
  nothingWritten: 'Rien de plus',
  willHappen:
    'Après l’envoi, vous recevez une référence et la date à laquelle vous aurez une réponse, en règle générale dans un délai d’un mois.',

  next: 'Continuer',
  back: 'Retour',
  backHint:
    'Pour revenir, utilisez ce bouton et non celui de votre navigateur : jusqu’à l’envoi, ce que vous écrivez n’est gardé que sur cette page.',
  send: 'Envoyer ma demande',

  problems: { one: 'Un point à corriger :', many: 'À corriger :' },
  wrong: {
    right: 'Choisissez ce que vous souhaitez.',
    channel: 'Choisissez où envoyer la réponse.',
    mail: 'Écrivez une adresse électronique comme nom@example.org.',
    address: 'Écrivez votre adresse postale, pour qu’une lettre vous parvienne.',
    phone: 'Écrivez votre numéro de téléphone, en chiffres ou comme +33 1 23 45 67 89.',
    tooLong: 'Vous avez écrit # caractères. Il est possible d’en envoyer # au plus.',
  },
  atMost: '# caractères au plus.',
  counted: '# caractères sur #',
  notSent: 'Votre demande n’a pas été envoyée. Ce que vous avez écrit est encore ici ; veuillez réessayer.',
  filesAgain: 'Les fichiers sont à choisir de nouveau.',

  receivedTitle: 'Nous avons votre demande',
  receivedText:
    'Elle est enregistrée et le délai court. La suite : nous la lisons, et vous écrivons s’il manque quelque chose.',
  reference: 'Votre référence :',
  keepLink:
    'Gardez l’adresse de cette page : elle vous permet de suivre la demande. Quiconque l’a peut voir cette page.',
  statusTitle: 'Votre demande',
  answerBy: 'Vous aurez une réponse avant la fin du',
  atTheLatest: 'au plus tard',
  whyDate: 'Pourquoi cette date',
  whyDateText:
    'Votre demande est arrivée le #. La loi nous donne un mois (art. 12, § 3, du RGPD) ; si le dernier jour est un samedi, un dimanche ou un jour férié, le jour ouvrable suivant compte.',
  extendedText: 'Nous vous avons écrit qu’il nous faut jusqu’à deux mois de plus, et pourquoi (art. 12, § 3, du RGPD).',
  lateText:
    'Cette date est passée. Vous aurez tout de même une réponse, et elle dira pourquoi elle tarde. Vous pouvez à tout moment introduire une réclamation.',
  whereItStands: 'Où en est la demande',
  stages: ['Reçue', 'Vérifier que c’est vous', 'Chercher vos données', 'Décider', 'Répondue'],
  stageDone: 'Terminé',
  stageNow: 'En cours',
  stageNotYet: 'Pas commencé',
  stageLeftOut: 'Pas nécessaire',
  waitingForYou: 'Nous vous attendons',
  waitingText:
    'Nous vous avons demandé de montrer que c’est bien vous, car n’importe qui peut nous écrire. Notre lettre dit comment. La date ci-dessus ne bouge pas pendant l’attente.',
  outcomes: {
    answered: { title: 'Nous avons répondu', text: 'La réponse vous a été envoyée.' },
    refused: {
      title: 'Nous vous avons écrit',
      text: 'Notre lettre dit ce que nous avons décidé et pourquoi, et où introduire une réclamation.',
    },
    withdrawn: {
      title: 'Vous avez retiré cette demande',
      text: 'Nous n’y travaillons plus. Vous pouvez la refaire à tout moment.',
    },
    notARequest: {
      title: 'Nous avons lu votre message',
      text: 'Ce n’était pas une demande sur des données personnelles ; il est traité ailleurs ou clos.',
    },
  },
  youCan: 'Ce que vous pouvez faire',
  addTitle: 'Ajouter quelque chose',
  addText: 'Que voulez-vous ajouter ?',
  addFiles: 'Fichiers',
  addSend: 'Envoyer ceci',
  addDone: 'Nous avons ce que vous avez ajouté.',
  addEmpty: 'Écrivez quelque chose, ou choisissez un fichier.',
  withdrawTitle: 'Retirer cette demande',
  withdrawText:
    'Nous cessons d’y travailler. Cela ne peut pas être annulé, mais vous pouvez refaire la demande à tout moment.',
  withdrawSend: 'Retirer la demande',
  withdrawDone: 'Votre demande est retirée.',
  withdrawNot: 'Cette demande n’est plus ouverte ; il n’y a rien à retirer.',
  complainTitle: 'Introduire une réclamation',
  complainToUs: 'Auprès de nous',
  complainToDpo: 'Auprès de notre délégué à la protection des données',
  complainToAuthority: 'Auprès de l’autorité de contrôle',

  answerTitle: 'Votre réponse',
  answerText:
    'Ces fichiers contiennent des données personnelles. Récupérez-les sur un appareil que vous êtes seul à utiliser.',
  download: 'Télécharger #',
  downloadUntil: 'Cette adresse expire le #.',
  footer: 'Suivez une demande avec l’adresse reçue lors de l’envoi.',

  trouble: {
    notFound: {
      title: 'Il n’y a rien ici',
      text: 'Cette adresse n’ouvre rien, ou elle a expiré. Vérifiez qu’elle est complète.',
    },
    tooLarge: {
      title: 'C’était trop à la fois',
      text: 'Rien n’a été envoyé. Revenez en arrière et envoyez moins à la fois : 20 Mo au plus, fichiers compris.',
    },
    tooMany: {
      title: 'Trop d’essais',
      text: 'Attendez une minute, puis réessayez. Ce que vous avez envoyé n’est pas perdu.',
    },
    unreadable: {
      title: 'Nous n’avons pas pu lire cela',
      text: 'Rien n’a été fait. Ouvrez la page de nouveau et réessayez.',
    },
    away: {
      title: 'Indisponible pour le moment',
      text: 'Réessayez dans une minute. Envoyé deux fois, cela compte une fois.',
    },
    defect: {
      title: 'Une erreur est survenue ici',
      text: 'Elle a été enregistrée. Réessayez plus tard, ou écrivez à #.',
    },
  },
  toStart: 'Au début',
};
