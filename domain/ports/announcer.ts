import type { AnnouncementPlace } from '../organisation.js';
import type { Instant } from '../time.js';

/** What a place is to show of a breach: words for outsiders, which name nobody. */
export interface Announcement {
  readonly caseId: string;
  /** Of the case and its statement: the same one again is the entry that stands. */
  readonly dedupKey: string;
  /** That of the entry whose words these take the place of. Where the place has lost it, this is a new entry. */
  readonly follows?: string | undefined;
  readonly title: string;
  readonly text: string;
  /** Since when it is to be said; the same at every attempt. */
  readonly at: Instant;
}

/** What becomes, in such a place, of the words that were said there before. */
export type EarlierWords = 'replaced' | 'answered' | 'left';

/** Not every place can take a word back: what it cannot do is said, and a person sees to it. */
export interface AnnouncerCapabilities {
  readonly earlier: EarlierWords;
}

/** What became of it for good; anything else is thrown, and tried again. */
export type Announced =
  | { readonly outcome: 'accepted' }
  /** A final no: trying again gets the same. */
  | { readonly outcome: 'refused'; readonly code?: number }
  | { readonly outcome: 'unknown' };

/** One help desk, status page or chat. */
export interface Announcer {
  readonly capabilities: AnnouncerCapabilities;
  announce(announcement: Announcement, signal?: AbortSignal): Promise<Announced>;
}

/** Undefined where the organisation has no such place. Of a drill it is one that reaches nobody. */
export type AnnouncerFor = (place: AnnouncementPlace, drill: boolean) => Announcer | undefined;
