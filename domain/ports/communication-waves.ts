import type { WaveBatchOrder, WaveTally } from '../breach.waves.js';

/** Letters to the data subjects of a breach, from the list of the case. */
export interface CommunicationWaves {
  /** Sends what of the batch is not sent yet, and answers what became of all of it. An abort leaves the rest to another. */
  send(caseId: string, order: WaveBatchOrder, signal: AbortSignal): Promise<WaveTally>;
}
