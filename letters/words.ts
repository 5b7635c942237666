import { Temporal as T } from 'temporal-polyfill';
import type { CaseKind } from '../domain/board.js';
import type { Language } from '../domain/letter.js';
import type { Right } from '../domain/right.js';
import type { CivilDate, Instant } from '../domain/time.js';

const locales: Readonly<Record<Language, string>> = { en: 'en-IE', nl: 'nl-NL', de: 'de-DE', fr: 'fr-FR' };
const hour: Readonly<Record<Language, string>> = { en: '', nl: ' uur', de: ' Uhr', fr: '' };

/** What a letter is about: plain words first, the article beside them. */
export const rightInWords: Readonly<Record<Language, Readonly<Record<Right, string>>>> = {
  en: {
    access: 'access to your personal data (Article 15 GDPR)',
    rectification: 'rectification of your personal data (Article 16 GDPR)',
    erasure: 'erasure of your personal data (Article 17 GDPR)',
    restriction: 'restriction of the processing of your personal data (Article 18 GDPR)',
    portability: 'receiving or transferring your personal data (Article 20 GDPR)',
    objection: 'objection to the processing of your personal data (Article 21 GDPR)',
    automatedDecision: 'review of an automated decision about you (Article 22 GDPR)',
    consentWithdrawal: 'withdrawal of your consent (Article 7(3) GDPR)',
  },
  nl: {
    access: 'inzage in uw persoonsgegevens (artikel 15 AVG)',
    rectification: 'rectificatie van uw persoonsgegevens (artikel 16 AVG)',
    erasure: 'wissing van uw persoonsgegevens (artikel 17 AVG)',
    restriction: 'beperking van de verwerking van uw persoonsgegevens (artikel 18 AVG)',
    portability: 'ontvangen of overdragen van uw persoonsgegevens (artikel 20 AVG)',
    objection: 'bezwaar tegen de verwerking van uw persoonsgegevens (artikel 21 AVG)',
    automatedDecision: 'herziening van een geautomatiseerd besluit over u (artikel 22 AVG)',
    consentWithdrawal: 'intrekking van uw toestemming (artikel 7, lid 3, AVG)',
  },
  de: {
    access: 'Auskunft über Ihre personenbezogenen Daten (Artikel 15 DSGVO)',
    rectification: 'Berichtigung Ihrer personenbezogenen Daten (Artikel 16 DSGVO)',
    erasure: 'Löschung Ihrer personenbezogenen Daten (Artikel 17 DSGVO)',
    restriction: 'Einschränkung der Verarbeitung Ihrer personenbezogenen Daten (Artikel 18 DSGVO)',
    portability: 'Erhalt oder Übertragung Ihrer personenbezogenen Daten (Artikel 20 DSGVO)',
    objection: 'Widerspruch gegen die Verarbeitung Ihrer personenbezogenen Daten (Artikel 21 DSGVO)',
    automatedDecision: 'Überprüfung einer automatisierten Entscheidung über Sie (Artikel 22 DSGVO)',
    consentWithdrawal: 'Widerruf Ihrer Einwilligung (Artikel 7 Absatz 3 DSGVO)',
  },
  fr: {
    access: 'accès à vos données à caractère personnel (article 15 du RGPD)',
    rectification: 'rectification de vos données à caractère personnel (article 16 du RGPD)',
    erasure: 'effacement de vos données à caractère personnel (article 17 du RGPD)',
    restriction: 'limitation du traitement de vos données à caractère personnel (article 18 du RGPD)',
    portability: 'réception ou transmission de vos données à caractère personnel (article 20 du RGPD)',
    objection: 'opposition au traitement de vos données à caractère personnel (article 21 du RGPD)',
    automatedDecision: "réexamen d'une décision automatisée vous concernant (article 22 du RGPD)",
    consentWithdrawal: 'retrait de votre consentement (article 7, paragraphe 3, du RGPD)',
  },
};

export const kindInWords: Readonly<Record<Language, Readonly<Record<CaseKind, string>>>> = {
  en: {
    'subject-request': 'request of a data subject',
    breach: 'personal data breach',
    'controller-notice': 'notice to a controller',
  },
  nl: {
    'subject-request': 'verzoek van een betrokkene',
    breach: 'inbreuk in verband met persoonsgegevens',
    'controller-notice': 'melding aan een verwerkingsverantwoordelijke',
  },
  de: {
    'subject-request': 'Antrag einer betroffenen Person',
    breach: 'Verletzung des Schutzes personenbezogener Daten',
    'controller-notice': 'Meldung an einen Verantwortlichen',
  },
  fr: {
    'subject-request': "demande d'une personne concernée",
    breach: 'violation de données à caractère personnel',
    'controller-notice': 'notification à un responsable du traitement',
  },
};

/** `Monday 4 May 2026`. A civil date has no zone: it is written as it stands. */
export function dateInWords(date: CivilDate, language: Language): string {
  const midnight = T.PlainDate.from(date).toZonedDateTime('UTC').epochMilliseconds;
  const said = new Intl.DateTimeFormat(locales[language], { dateStyle: 'full', timeZone: 'UTC' }).format(midnight);
  // French writes the first of a month as an ordinal; ICU does not, in this style.
  return language === 'fr' ? said.replace(/ 1 (?=\p{L})/u, ' 1er ') : said;
}

/** The end of a period, in the controller's zone: midnight belongs to the day before it and is told as 24:00. */
export function endInWords(end: Instant, zone: string, language: Language): string {
  const local = T.Instant.from(end).toZonedDateTimeISO(zone);
  const isMidnight = local.equals(local.startOfDay());
  const day = isMidnight ? local.toPlainDate().subtract({ days: 1 }) : local.toPlainDate();
  const time = isMidnight ? '24:00' : local.toPlainTime().toString({ smallestUnit: 'minute' });
  return `${dateInWords(day.toString(), language)}, ${time}${hour[language]}`;
}

export function countryInWords(country: string, language: Language): string {
  return new Intl.DisplayNames(locales[language], { type: 'region' }).of(country) ?? country;
}

/** An instant as it is told: the day, the minute, and from which clock. */
export function momentInWords(instant: Instant, zone: string, language: Language): string {
  const local = T.Instant.from(instant).toZonedDateTimeISO(zone);
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
  return `${dateInWords(local.toPlainDate().toString(), language)}, ${time}${hour[language]} (${zone})`;
}
