import type { CaseKeys } from '../../database/keys.js';
import type { Pool } from '../../database/pool.js';
import { giveUp, recipientCounts, tallyOf, unwritten } from '../../database/wave-recipients.js';
import type { WaveRecipient } from '../../database/wave-recipients.js';
import type { WaveBatchOrder } from '../../domain/breach.waves.js';
import { waveLetterKey } from '../../database/wave-outbox.js';
import { beginRepeat } from '../../database/wave-repeats.js';
import type { Organisation } from '../../domain/organisation.js';
import type { CommunicationWaves } from '../../domain/ports/communication-waves.js';
import type { OutgoingLetter } from '../../domain/ports/letter-carrier.js';
import { communicationDataFor } from '../../letters/communication-data.js';
import type { LetterWriter } from '../../letters/render.js';
import { letterUuid, messageIdFor } from '../letters/message-id.js';
import type { Post } from '../letters/post.js';
import type { Pace } from './pace.js';

export interface WavesOptions {
  readonly pool: Pool;
  readonly keys: CaseKeys;
  readonly organisation: Organisation;
  readonly writer: LetterWriter;
  /** On the list of the case: claimed before it is sent, looked up before it is sent again. */
  readonly post: Post;
  /** Reaches nobody. */
  readonly drillPost: Post;
  readonly pace: Pace;
  readonly now: () => number;
}

/** As many as a mail server usually takes from one sender side by side. */
const AT_ONCE = 5;
/** A mail server that takes none of so many is away: the batch comes again later, instead of asking for each. */
const FAILURES_BORNE = 20;
/** What a mail server puts off for longer than a day it will not take: a person reaches them otherwise. */
const PATIENCE_MS = 24 * 60 * 60 * 1000;

/** Every letter of a batch has its turn; those in trouble come again, and no other one is sent twice for them. */
export function createWaves(options: WavesOptions): CommunicationWaves {
  const { pool, keys, pace } = options;
  return {
    async send(caseId, order, signal) {
      const key = await keys.ofCase(caseId);
      const post = order.drill ? options.drillPost : options.post;
      const letterFor = letterWriter(options, caseId, order);
      const failures: unknown[] = [];
      const work = async (waiting: Iterable<WaveRecipient>): Promise<void> => {
        for (const recipient of waiting) {
          if (failures.length >= FAILURES_BORNE) return;
          await pace(signal);
          signal.throwIfAborted();
          await post(letterFor(recipient), signal).catch(async (error: unknown) => {
            if (!isOutOfPatience(recipient) || !(await giveUp(pool, caseId, recipient))) failures.push(error);
          });
        }
      };
      await beginRepeat(pool, caseId, order);
      // Whose address is corrected meanwhile waits anew, and has another turn.
      for (let left = await unwritten(pool, key, order); left.length > 0; left = await unwritten(pool, key, order)) {
        const waiting = left.values();
        await Promise.all(Array.from({ length: AT_ONCE }, () => work(waiting)));
        if (failures.length > 0)
          throw new AggregateError(failures, `${String(failures.length)} letters of a batch are not sent yet`);
      }
      return tallyOf(await recipientCounts(pool, caseId, order));
    },
  };

  function isOutOfPatience({ triedAt }: WaveRecipient): boolean {
    return triedAt !== undefined && options.now() - triedAt.getTime() > PATIENCE_MS;
  }
}

/** Everything of a letter follows from its order and its number, so that every attempt is the same. */
function letterWriter({ organisation, writer }: WavesOptions, caseId: string, order: WaveBatchOrder) {
  const dataFor = communicationDataFor(order, organisation);
  const from = { name: organisation.organisation.name, address: organisation.contact.privacyMailbox };
  const domain = from.address.slice(from.address.indexOf('@') + 1);

  return ({ number, edition, mail, name, language }: WaveRecipient): OutgoingLetter => {
    const rendered = writer.communication(dataFor({ language, name }));
    const key = waveLetterKey({ number, edition });
    const whole = `${caseId}:wave.${key}`;
    return {
      ...{ key, messageId: messageIdFor(whole, domain), caseId, boundary: letterUuid(whole) },
      ...{ from, to: name === undefined ? { address: mail } : { address: mail, name } },
      ...{ subject: rendered.subject, text: rendered.text, language, date: order.begunAt },
    };
  };
}
