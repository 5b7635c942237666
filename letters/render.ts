import { Liquid } from 'liquidjs';
import type { Template } from 'liquidjs';
import {
  requiredCommunicationParts,
  requiredNoticeParts,
  requiredPartsOf,
  requiredStaffPartsOf,
  whatInformationLacks,
} from '../domain/letter.js';
import type {
  ArticleFifteenInformation,
  CommunicationLetterData,
  Language,
  LetterData,
  LetterName,
  NoticeLetterData,
  NoticeLetterName,
  RequiredPart,
  StaffLetterData,
  StaffLetterName,
} from '../domain/letter.js';
import { firstMissing, markers, unspaced } from './completeness.js';
import { readTemplates, templateOf, versionOf } from './templates.js';
import type { LanguageTemplates, LetterTemplates } from './templates.js';
import { communicationLetterView, informationView, letterView, noticeLetterView, staffLetterView } from './view.js';
import type { View } from './view.js';

type TemplateName = LetterName | StaffLetterName | NoticeLetterName | CommunicationLetterData['letter'];

export interface RenderedLetter {
  readonly subject: string;
  readonly text: string;
  readonly template: TemplateName;
  /** Hash of the texts it was made from. */
  readonly version: string;
  readonly language: Language;
}

/** A letter that lacks what the law wants to read in it. Names the part and the provision, never what stands in it. */
export class LetterIncomplete extends Error {
  readonly template: string;
  readonly part: string;
  readonly article: string;

  constructor(letter: { readonly template: string; readonly language: Language }, part: string, article: string) {
    super(`The letter ${letter.template} (${letter.language}) lacks ${part}: ${article}`);
    this.name = 'LetterIncomplete';
    this.template = letter.template;
    this.part = part;
    this.article = article;
  }
}

export interface LetterWriter {
  letter(data: LetterData): RenderedLetter;
  staffLetter(data: StaffLetterData): RenderedLetter;
  notice(data: NoticeLetterData): RenderedLetter;
  communication(data: CommunicationLetterData): RenderedLetter;
  information(information: ArticleFifteenInformation): string;
}

/** Writes with the given texts; every letter is checked against its required parts before anybody sees it. */
export function letterWriter(templates: LetterTemplates): LetterWriter {
  return {
    letter(data) {
      const lacks = data.letter === 'answer' && data.information ? whatInformationLacks(data.information) : undefined;
      if (lacks !== undefined) throw new LetterIncomplete(named(data), 'information', lacks);
      return written(templates, named(data), letterView(data), printedParts(data));
    },
    staffLetter: (data) => written(templates, named(data), staffLetterView(data), requiredStaffPartsOf(data.letter)),
    notice: (data) => written(templates, named(data), noticeLetterView(data), requiredNoticeParts),
    communication: (data) => written(templates, named(data), communicationLetterView(data), requiredCommunicationParts),
    information: (information) => informationText(templates, information),
  };
}

let shipped: LetterWriter | undefined;

/** With the texts that Duly ships. */
export function renderLetter(data: LetterData): RenderedLetter {
  return shippedWriter().letter(data);
}

export function renderStaffLetter(data: StaffLetterData): RenderedLetter {
  return shippedWriter().staffLetter(data);
}

/** The information of GDPR Art. 15(1)(a)-(h) and (2) as a text of its own, to lie with the files of an answer. */
export function renderInformation(information: ArticleFifteenInformation): string {
  return shippedWriter().information(information);
}

/** With the texts that Duly ships. */
export function shippedWriter(): LetterWriter {
  shipped ??= letterWriter(readTemplates(import.meta.dirname));
  return shipped;
}

interface Named<Name extends string> {
  readonly template: Name;
  readonly language: Language;
}

function named<Name extends string>(data: { readonly letter: Name; readonly language: Language }): Named<Name> {
  return { template: data.letter, language: data.language };
}

/** Information that lies in the package is checked for completeness, not looked for in the letter. */
function printedParts(data: LetterData): readonly RequiredPart[] {
  const isInPackage = data.letter === 'answer' && data.informationPlace === 'package' && data.information !== undefined;
  return requiredPartsOf(data).filter(({ part }) => !(isInPackage && part === 'information'));
}

function written(
  templates: LetterTemplates,
  letter: Named<TemplateName>,
  view: View,
  required: readonly RequiredPart[],
): RenderedLetter {
  const { subject, body } = templateOf(templates, letter.template, letter.language);
  const engine = engineFor(templates, letter.language);
  const text = tidy(print(engine, body, view));
  const probe = print(engine, body, markers(view));

  const missing = firstMissing(required, view, { text, probe });
  if (missing !== undefined) throw new LetterIncomplete(letter, missing.part, missing.article);
  const version = versionOf(templates, letter.template, letter.language);
  return { subject: subjectLine(print(engine, subject, view)), text, ...letter, version };
}

function informationText(templates: LetterTemplates, information: ArticleFifteenInformation): string {
  const letter = { template: 'information', language: information.language };
  const lacks = whatInformationLacks(information);
  if (lacks !== undefined) throw new LetterIncomplete(letter, 'information', lacks);
  const engine = engineFor(templates, information.language);
  const view = { information: informationView(information) };
  const text = tidy(print(engine, informationTemplate, view));
  const probe = print(engine, informationTemplate, markers(view));
  const missing = firstMissing([{ part: 'information', article: 'GDPR Art. 15(1)' }], view, { text, probe });
  if (missing !== undefined) throw new LetterIncomplete(letter, missing.part, missing.article);
  return text;
}

const informationTemplate = '{% include information %}';

const engines = new WeakMap<LanguageTemplates, Liquid>();

/** Knows its own language's texts and nothing else: no files, no names computed at run time, no unknown variables. */
function engineFor(templates: LetterTemplates, language: Language): Liquid {
  const known = engines.get(templates[language]);
  if (known !== undefined) return known;
  const engine = new Liquid({
    templates: { ...templates[language] },
    cache: true,
    dynamicPartials: false,
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    parseLimit: 1e6,
    renderLimit: 2_000,
    memoryLimit: 1e7,
  });
  engines.set(templates[language], engine);
  return engine;
}

function print(engine: Liquid, template: string, view: View): string {
  const printed: unknown = engine.renderSync(parsed(engine, template), view);
  return String(printed);
}

const parsedTexts = new WeakMap<Liquid, Map<string, Template[]>>();

/** Once for each text, not once for each letter of a wave. */
function parsed(engine: Liquid, template: string): Template[] {
  const known = parsedTexts.get(engine) ?? new Map<string, Template[]>();
  parsedTexts.set(engine, known);
  const standing = known.get(template) ?? engine.parse(template);
  known.set(template, standing);
  return standing;
}

function tidy(text: string): string {
  const lines = text.replace(/[ \t]+$/gm, '').replace(/\n{3,}/g, '\n\n');
  return `${lines.trim()}\n`;
}

/** One line, whatever a template made of it: a header has no room for a second. */
function subjectLine(subject: string): string {
  return unspaced(subject).slice(0, 150);
}
