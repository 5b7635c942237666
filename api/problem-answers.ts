import { grantOf } from './auth/permissions.js';
import { mayAnswerLater, needsKey } from './route.js';
import type { Route } from './route.js';

/** What may go wrong at an address, by status; read off its contract, so that no route can forget to say it. */
export function problemAnswersOf(route: Route): Readonly<Record<number, string>> {
  return { ...ofEverybody(route), ...ofBody(route), ...ofInput(route), ...ofCase(route) };
}

function ofEverybody({ contract }: Route): Readonly<Record<number, string>> {
  const isPublic = grantOf(contract.action) === 'public';
  return {
    401: isPublic ? 'A token was sent, and it is not valid.' : 'No valid token was sent.',
    ...(!isPublic && { 403: 'None of the roles of the caller may do this.' }),
    429: 'Too many requests; `Retry-After` says for how many seconds to wait.',
    500: 'A defect of Duly. The answer says nothing more; the log does.',
    503: 'The database or the engine is away for the moment. Repeat, with the same Idempotency-Key if there was one.',
  };
}

function ofBody({ method, template, contract }: Route): Readonly<Record<number, string>> {
  const { accepts, body } = contract;
  if (method === 'get') return {};
  const mayLackKey = needsKey(method, template, contract) ? ', or the Idempotency-Key is missing or not usable' : '';
  if (accepts === 'stream') {
    return {
      400: `The file is empty${mayLackKey}.`,
      413: 'The file is larger than this address accepts.',
      415: 'The media type of the file is not named.',
    };
  }
  if (body === undefined) return { 400: `A body was sent, and none is expected${mayLackKey}.` };
  return {
    400: `The body cannot be read as JSON${mayLackKey}.`,
    413: 'The body is larger than 1 MB.',
    415: 'The body is not sent as application/json in UTF-8.',
  };
}

function ofInput({ method, template, contract }: Route): Readonly<Record<number, string>> {
  const { params, query, body } = contract;
  const takesInput = [params, query, body].some((part) => part !== undefined);
  const causes = [
    takesInput ? ['What was sent is not valid: `errors` tells every fault, and where it stands.'] : [],
    needsKey(method, template, contract) ? ['Or the Idempotency-Key was used for another step or body.'] : [],
  ].flat();
  return causes.length === 0 ? {} : { 422: causes.join(' ') };
}

/** A step is refused by the state of its case; what it reads may be gone. */
function ofCase(route: Route): Readonly<Record<number, string>> {
  const { method, template, contract } = route;
  const ofKnownCase = template.includes('{caseId}');
  return {
    ...((template.includes('{') || contract.accepts === 'stream') && {
      404: 'There is nothing under this address, or no such case.',
    }),
    ...(ofKnownCase && method !== 'get' && { 409: 'The case refuses the step as it stands; `type` names the reason.' }),
    ...((ofKnownCase || contract.accepts === 'stream') && {
      410: 'The data of the case are gone: its key was destroyed.',
    }),
    ...(mayAnswerLater(contract) && {
      504: 'The case did not answer in time; the step may still be taken. Repeat with the same Idempotency-Key.',
    }),
  };
}
