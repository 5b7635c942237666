import type { Language } from '../../domain/letter.js';

/** What a controller reads on the page of its notice. `#` stands for who writes or a moment. */
export interface NoticeWords {
  readonly tagline: string;
  readonly skip: string;
  readonly language: string;
  readonly footer: string;
  readonly title: string;
  readonly from: string;
  readonly aware: string;
  readonly known: string;
  readonly later: string;
  readonly acknowledgeTitle: string;
  readonly acknowledgeText: string;
  readonly acknowledge: string;
  readonly acknowledged: string;
  readonly questions: string;
  readonly yourDuty: string;
  readonly footNote: string;
  readonly drill: string;
}

export const noticeWords: Readonly<Record<Language, NoticeWords>> = {
  en: {
    tagline: 'Notice of a processor',
    skip: 'Skip to the content',
    language: 'Language',
    footer: 'This page belongs to the address in your letter.',
    title: 'A personal data breach concerns your data',
    from: '# processes personal data for you and informs you under Article 33(2) GDPR.',
    aware: 'We became aware of it: #',
    known: 'What we know',
    later: 'Added #',
    acknowledgeTitle: 'Please confirm',
    acknowledgeText:
      'Press the button once somebody of yours has read this. Until then we go on trying to reach you, by telephone too.',
    acknowledge: 'We have read it',
    acknowledged: 'Confirmed #. Thank you. What we learn later will appear here and come by mail.',
    questions: 'Questions: #',
    yourDuty:
      'Your own period of 72 hours to the supervisory authority (Article 33(1) GDPR) usually starts with our notice.',
    footNote: 'Opening this page confirms nothing.',
    drill: 'EXERCISE: nothing of this has happened.',
  },
  nl: {
    tagline: 'Melding van een verwerker',
    skip: 'Naar de inhoud',
    language: 'Taal',
    footer: 'Deze pagina hoort bij het adres in uw brief.',
    title: 'Een inbreuk in verband met persoonsgegevens betreft uw gegevens',
    from: '# verwerkt persoonsgegevens voor u en meldt u dit op grond van artikel 33, lid 2, AVG.',
    aware: 'Wij hebben er kennis van genomen: #',
    known: 'Wat wij weten',
    later: 'Toegevoegd #',
    acknowledgeTitle: 'Bevestig alstublieft',
    acknowledgeText:
      'Druk op de knop zodra iemand van u dit heeft gelezen. Tot dan blijven wij proberen u te bereiken, ook per telefoon.',
    acknowledge: 'Wij hebben het gelezen',
    acknowledged: 'Bevestigd op #. Dank u. Wat wij later te weten komen, verschijnt hier en komt per mail.',
    questions: 'Vragen: #',
    yourDuty:
      'Uw eigen termijn van 72 uur voor de melding aan de toezichthouder (artikel 33, lid 1, AVG) begint in de regel met onze melding.',
    footNote: 'Deze pagina openen bevestigt niets.',
    drill: 'OEFENING: niets hiervan is gebeurd.',
  },
  de: {
    tagline: 'Meldung eines Auftragsverarbeiters',
    skip: 'Zum Inhalt',
    language: 'Sprache',
    footer: 'Diese Seite gehört zur Adresse in Ihrem Schreiben.',
    title: 'Eine Verletzung des Schutzes personenbezogener Daten betrifft Ihre Daten',
    from: '# verarbeitet für Sie personenbezogene Daten und meldet Ihnen dies nach Artikel 33 Absatz 2 DSGVO.',
    aware: 'Sie wurde uns bekannt: #',
    known: 'Was wir wissen',
    later: 'Ergänzt #',
    acknowledgeTitle: 'Bitte bestätigen Sie',
    acknowledgeText:
      'Drücken Sie den Knopf, sobald jemand bei Ihnen dies gelesen hat. Bis dahin versuchen wir weiter, Sie zu erreichen, auch telefonisch.',
    acknowledge: 'Wir haben es gelesen',
    acknowledged: 'Bestätigt am #. Danke. Was wir später erfahren, erscheint hier und kommt per Mail.',
    questions: 'Fragen: #',
    yourDuty:
      'Ihre eigene Frist von 72 Stunden gegenüber der Aufsichtsbehörde (Artikel 33 Absatz 1 DSGVO) beginnt in der Regel mit unserer Meldung.',
    footNote: 'Das Öffnen dieser Seite bestätigt nichts.',
    drill: 'ÜBUNG: nichts davon ist geschehen.',
  },
  fr: {
    tagline: 'Notification d’un sous-traitant',
    skip: 'Aller au contenu',
    language: 'Langue',
    footer: 'Cette page correspond à l’adresse figurant dans votre lettre.',
    title: 'Une violation de données à caractère personnel concerne vos données',
    from: '# traite des données à caractère personnel pour votre compte et vous le notifie en vertu de l’article 33, paragraphe 2, du RGPD.',
    aware: 'Nous en avons pris connaissance : #',
    known: 'Ce que nous savons',
    later: 'Ajouté #',
    acknowledgeTitle: 'Veuillez confirmer',
    acknowledgeText:
      'Appuyez sur le bouton dès que quelqu’un chez vous a lu ceci. D’ici là, nous continuons à essayer de vous joindre, aussi par téléphone.',
    acknowledge: 'Nous l’avons lu',
    acknowledged: 'Confirmé le #. Merci. Ce que nous apprendrons ensuite paraîtra ici et viendra par courriel.',
    questions: 'Questions : #',
    yourDuty:
      'Votre propre délai de 72 heures envers l’autorité de contrôle (article 33, paragraphe 1, du RGPD) commence en règle générale avec notre notification.',
    footNote: 'Ouvrir cette page ne confirme rien.',
    drill: 'EXERCICE : rien de cela n’est arrivé.',
  },
};
