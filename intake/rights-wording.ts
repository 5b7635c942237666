import { rights } from '../domain/right.js';
import type { Right } from '../domain/right.js';

/** Up to three words in between, as in "a copy *of all my* data". */
const few = String.raw`(?:[\p{L}'’-]+ ){0,3}`;
/** Anything within the same sentence. */
const near = '[^.!?\n]{0,60}';
const data = String.raw`(?:data|information|details|gegevens|persoonsgegevens|daten|données|informations)\b`;
/** GDPR Art. 15 to 22 by number, as people cite them. */
const article = (number: number) => String.raw`\b(?:art\.? ?|article |artikel )${String(number)}\b`;

/** How people ask, in four languages. A suggestion for the operator: it neither opens nor closes anything. */
const wordings: Readonly<Record<Right, readonly string[]>> = {
  access: [
    'subject access|\\bd?sar\\b|access to (?:all )?my\\b|what do you know about me',
    `\\bcop(?:y|ies) of ${few}${data}|\\b(?:what|which) ${few}${data}${near}\\b(?:about|on) me\\b|right of access`,
    `\\binzage|\\binzien\\b|\\bkopie van ${few}${data}|\\bwelke ${few}${data}${near}\\b(?:over|van) mij\\b`,
    `\\bauskunft|\\bkopie (?:der|meiner|aller) ${few}${data}|\\bwelche ${few}${data}${near}\\b(?:über|von) mi(?:ch|r)\\b`,
    `\\bacc[eè]s à mes\\b|\\bdroit d['’]acc[eè]s|\\bcopie de ${few}${data}|\\bquelles ${few}${data}`,
    article(15),
  ],
  rectification: [
    `\\brectif(?:y|ication|icatie)|\\bcorrect ${few}(?:my|the) ${few}(?:data|address|name|details|record|date)`,
    `\\b(?:data|address|name|record|details)${near}\\b(?:is|are) (?:wrong|inaccurate|incorrect|out of date)`,
    `\\bcorrigeer|\\bcorrigeren|\\b(?:gegevens|adres|naam)${near}\\bonjuist|\\bonjuiste ${few}gegevens`,
    `\\bberichtig|\\bunrichtig|\\bkorrigier`,
    `\\brectifi(?:er|ez|cation)|\\bcorriger|\\binexacte?s?\\b`,
    article(16),
  ],
  erasure: [
    `\\berase\\b|\\berasure\\b|\\b(?:delete|remove) ${few}(?:data|account|information|details|profile)|right to be forgotten`,
    `\\bdeletion of ${few}${data}`,
    `\\bverwijder|\\b${data}${near}\\bwissen\\b|\\bwis ${few}${data}|\\bvergetelheid`,
    `\\blösch|\\bvergessenwerden`,
    `\\beffac(?:er|ez|ement)|\\bsupprim(?:er|ez)|\\bsuppression de ${few}${data}|\\bdroit à l['’]oubli`,
    article(17),
  ],
  restriction: [
    `\\brestrict(?:ion of|ing|) ${few}(?:processing|use)\\b`,
    `\\bverwerking${near}\\bbeperk|\\bbeperk(?:en|ing|t)?\\b${near}\\bverwerking`,
    `\\beinschränk${near}verarbeitung|\\bverarbeitung${near}\\beinzu?schränk|\\bsperrung ${few}daten`,
    `\\blimit(?:er|ez|ation)\\b${near}\\btraitement`,
    article(18),
  ],
  portability: [
    '\\bportability\\b|machine[- ]readable|\\bdataportabiliteit|\\boverdraagbaarheid|\\bdatenübertragbarkeit|maschinenlesbar',
    '\\bportabilité\\b|lisibles? par (?:une )?machine|format structuré|structured[^.!?\n]{0,40}\\bformat\\b',
    article(20),
  ],
  objection: [
    `\\bi (?:hereby )?object\\b|\\bobject(?:ion)? to ${few}(?:processing|use|using|profiling|marketing)|\\bright to object`,
    "\\bbezwaar\\b|\\bwiderspruch\\b|\\bwidersprech|\\bm['’]oppose\\b|\\bdroit d['’]opposition|\\bopposition au\\b",
    article(21),
  ],
  automatedDecision: [
    'automated (?:individual )?decision|solely automated|\\bhuman (?:review|intervention|being)\\b',
    'geautomatiseerde? (?:individuele )?besluit|automatisierte[nr]? (?:einzel)?entscheidung',
    'décisions? (?:individuelles? )?automatisée|intervention humaine',
    article(22),
  ],
  consentWithdrawal: [
    `\\b(?:withdraw|revoke) ${few}consent|\\btrek${near}\\btoestemming${near}\\bin\\b|\\btoestemming${near}\\bintrek`,
    `\\beinwilligung${near}\\b(?:widerruf|zurück)|\\bwiderruf${near}\\beinwilligung`,
    `\\bretir(?:e|er|ons)\\b${near}\\bconsentement`,
  ],
};

/** `\b` knows ASCII letters only, and would find no word in front of *über* or behind *portabilité*. */
const edge = String.raw`(?:(?<![\p{L}\p{N}])(?=[\p{L}\p{N}])|(?<=[\p{L}\p{N}])(?![\p{L}\p{N}]))`;

const patterns = rights.map((right) => ({
  right,
  pattern: new RegExp(wordings[right].join('|').replaceAll('\\b', edge), 'u'),
}));

/** The rights that the words point to, in the order of their articles; none where they are unclear. */
export function suggestRights(subject: string, text: string): readonly Right[] {
  const own = text.slice(0, 20_000).replace(/^>.*$/gm, '');
  const said = `${subject}\n${own}`.toLowerCase().replace(/[^\S\n]+|\n(?!\n)/gu, ' ');
  return patterns.filter(({ pattern }) => pattern.test(said)).map(({ right }) => right);
}
