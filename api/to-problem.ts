import {
  isGrpcDeadlineError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import { KeyUnavailable } from '../database/keys.js';
import { keyRefusalTypes } from '../domain/key-destruction.js';
import { refusalTypes } from '../domain/refusal.js';
import { CaseClosed as CaseHasEnded, CaseUnknown } from '../intake/case-desk.js';
import { WaitedInVain } from '../intake/gate.js';
import { RegistrationRefused } from '../intake/registrar.js';
import { CaseClosed, problem, problemOfRefusal, Refused, Told } from './problem.js';
import type { Problem } from './problem.js';

/** What the caller learns of an error, and which headers go with it. */
export function toProblem(error: unknown): Problem {
  return told(error).problem;
}

export function told(error: unknown): Pick<Told, 'problem' | 'headers'> {
  if (error instanceof Told) return error;
  if (error instanceof RegistrationRefused) return new Refused(error.refusal);
  return {
    problem: ofInput(error) ?? ofKey(error) ?? ofTemporal(error) ?? ofTrouble(error) ?? unexpected,
    headers: {},
  };
}

const unexpected = problem('Unexpected', 500);

function ofInput(error: unknown): Problem | undefined {
  switch (clientStatusOf(error)) {
    case undefined:
      return undefined;
    case 413:
      return problem(
        'TooLarge',
        413,
        'What was sent is larger than this address accepts. Shorten it, or send it in parts.',
      );
    case 415:
      return problem(
        'UnsupportedMediaType',
        415,
        'Send the media type, character set and encoding this address names.',
      );
    default:
      return problem('MalformedRequest', 400, 'The request cannot be read.');
  }
}

function ofTemporal(error: unknown): Problem | undefined {
  if (error instanceof CaseHasEnded) return new CaseClosed().problem;
  if (error instanceof WorkflowNotFoundError || error instanceof CaseUnknown) return noSuchCase;
  if (error instanceof WorkflowExecutionAlreadyStartedError) return problem('CaseAlreadyOpen', 409);
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || isGrpcDeadlineError(error)) return tooSlow;
  if (error instanceof WaitedInVain) return tooSlow;
  if (error instanceof WorkflowUpdateFailedError) return refusalIn(error.cause);
  return undefined;
}

/** Whoever names a case that was never here, or whose data are gone, learns just that. */
function ofKey(error: unknown): Problem | undefined {
  if (!(error instanceof KeyUnavailable)) return undefined;
  return error.reason === 'unknown'
    ? noSuchCase
    : problemOfRefusal('KeyDestroyed', 'The data of this case are gone.', '');
}

const noSuchCase = problem('CaseNotFound', 404, 'There is no such case.');

const tooSlow = problem(
  'NotAnsweredInTime',
  504,
  'The case did not answer in time; the step may still be carried out. Repeat with the same Idempotency-Key.',
);

function refusalIn(cause: unknown): Problem | undefined {
  if (!(cause instanceof ApplicationFailure)) return undefined;
  if (cause.type === 'AcceptedUpdateCompletedWorkflow') return new CaseClosed().problem;
  const type = [...refusalTypes, ...keyRefusalTypes].find((known) => known === cause.type);
  if (type === undefined) return undefined;
  const article: unknown = cause.details?.[0];
  return problemOfRefusal(type, cause.message, article);
}

/** Of sockets, of Postgres, and gRPC's UNAVAILABLE. */
const away = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P03', '53300', '14']);

/** A database or engine that is away for the moment is no defect of ours, and repeating helps. */
function ofTrouble(error: unknown): Problem | undefined {
  if (!isAway(error) && !(error instanceof Error && isAway(error.cause))) return undefined;
  return problem('Unavailable', 503, 'Not available for the moment. Repeat with the same key.');
}

function isAway(error: unknown): boolean {
  return error instanceof Error && 'code' in error && away.has(String(error.code));
}

/** The 4xx that Express and its parsers give to what they cannot read. */
function clientStatusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  return error.status >= 400 && error.status < 500 ? error.status : undefined;
}
