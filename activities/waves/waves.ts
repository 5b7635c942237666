import { Context } from '@temporalio/activity';
import type { WaveBatchOrder, WaveTally } from '../../domain/breach.waves.js';
import type { CommunicationWaves } from '../../domain/ports/communication-waves.js';

const BEAT_MS = 3_000;

/** One activity for each five hundred letters: where each of them stands is in its own row, so any attempt goes on. */
export function createWaveActivities(waves: CommunicationWaves) {
  /** GDPR Art. 34(1): the data subjects are told. */
  async function sendWaveBatch(caseId: string, order: WaveBatchOrder): Promise<WaveTally> {
    const context = Context.current();
    context.heartbeat();
    const beat = setInterval(() => {
      context.heartbeat();
    }, BEAT_MS);
    try {
      return await waves.send(caseId, order, context.cancellationSignal);
    } finally {
      clearInterval(beat);
    }
  }

  return { sendWaveBatch };
}

export type WaveActivities = ReturnType<typeof createWaveActivities>;
