import type { Language } from '../domain/letter.js';

interface Cover {
  readonly subject: string;
  readonly text: string;
}

type Words = Readonly<Record<Language, { readonly subject: string; readonly text: string; readonly delay: string }>>;

const words: Words = {
  en: {
    subject: 'Notification of a personal data breach (GDPR Art. 33)',
    text: 'We notify you of a personal data breach. The notification stands below, and is attached as PDF and as JSON.',
    delay: 'Reasons for the delay',
  },
  nl: {
    subject: 'Melding van een inbreuk in verband met persoonsgegevens (art. 33 AVG)',
    text: 'Wij melden u een inbreuk in verband met persoonsgegevens. De melding staat hieronder en is bijgevoegd als PDF en als JSON.',
    delay: 'Redenen voor de vertraging',
  },
  de: {
    subject: 'Meldung einer Verletzung des Schutzes personenbezogener Daten (Art. 33 DSGVO)',
    text: 'Wir melden Ihnen eine Verletzung des Schutzes personenbezogener Daten. Die Meldung steht unten und ist als PDF und als JSON beigefügt.',
    delay: 'Gründe für die Verzögerung',
  },
  fr: {
    subject: 'Notification d’une violation de données à caractère personnel (art. 33 RGPD)',
    text: 'Nous vous notifions une violation de données à caractère personnel. La notification figure ci-dessous et est jointe en PDF et en JSON.',
    delay: 'Motifs du retard',
  },
};

/** GDPR Art. 33(1): the mail with which a notification leaves; reasons that came after freezing stand in it. */
export function notificationCover(
  language: Language,
  { reference, form, reasonsForDelay }: { reference: string; form: string; reasonsForDelay?: string | undefined },
): Cover {
  const { subject, text, delay } = words[language];
  const late = reasonsForDelay === undefined ? [] : [`${delay}: ${reasonsForDelay}`];
  return { subject: `${reference}: ${subject}`, text: [text, ...late, form].join('\n\n') };
}
