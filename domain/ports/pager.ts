/** A call to one of our people. All of it may stand on the screen of somebody else's service: it names a case and a clock. */
export interface Page {
  /** Of the case, the clock and the fact that rings: the same one again joins the alert that stands. */
  readonly dedupKey: string;
  readonly summary: string;
  readonly urgency: 'high' | 'low';
  readonly caseUrl: string;
  readonly drill: boolean;
  /** The `id` of the organisation file. */
  readonly person: string;
}

/** What became of a call for good; anything else is thrown, and tried again. Taken is not heard: only an acknowledgement is. */
export type Paged =
  | { readonly outcome: 'accepted' }
  /** A final no: trying again gets the same. */
  | { readonly outcome: 'refused'; readonly code?: number }
  | { readonly outcome: 'unknown' };

/** Whose pager took a call, and whose answered no for good; people by their `id` of the organisation file. */
export interface CalledPagers {
  readonly took: readonly string[];
  readonly refused: readonly string[];
}

export interface Pager {
  page(page: Page, signal?: AbortSignal): Promise<Paged>;
}
