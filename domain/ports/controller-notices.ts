import type { NoticesOrder } from '../breach.js';

/** The notices of a breach, each a case of its own: found again by breach and controller, whoever repeats a step. */
export interface ControllerNotices {
  /** Tells before each that it goes on; answers how many are open. */
  open(breachId: string, order: NoticesOrder, beat: () => void): Promise<number>;
  /** The key makes a repetition the same piece of information. */
  inform(breachId: string, key: string, text: string, beat: () => void): Promise<number>;
  close(breachId: string, beat: () => void): Promise<number>;
}
