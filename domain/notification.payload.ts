import { answersFiledAs, isAnswered, isList } from './notification.js';
import type { Answer, Answers, Filing } from './notification.js';
import { fields } from './notification.fields.js';
import type { AnswerForm } from './notification.fields.js';
import { isVisible } from './notification.rules.js';

export type Payload = Readonly<Record<`field_${number}`, string | number | boolean>>;

/** The document that goes out: the letters of the template, and nothing that is not asked. */
export function payloadOf(answers: Answers, filing: Filing): Payload {
  const filed = answersFiledAs(answers, filing);
  const told = fields.flatMap(({ number, form }) => {
    const answer = filed[number];
    if (!isAnswered(answer) || !isVisible(number, filed, filing)) return [];
    return [[`field_${number}`, writtenOut(answer, form)] as const];
  });
  return Object.fromEntries(told);
}

/** The template has one text where several answers are meant: `a, c`; `DE: 120, FR: 3`; names, which hold commas, `A; B`. */
function writtenOut(answer: Answer, form: AnswerForm): string | number | boolean {
  if (isList(answer)) return answer.join(form === 'texts' ? '; ' : ', ');
  if (typeof answer !== 'object') return answer;
  return Object.entries(answer)
    .map(([state, count]) => `${state}: ${count}`)
    .join(', ');
}
