/** Every step that Duly may decline; what each means stands in docs/refusals.md. */
export const refusalTypes = [
  'CaseAlreadyOpen',
  'CaseNotOpen',
  'ReceiptInFuture',
  'NotClassified',
  'AlreadyClassified',
  'IdentityAlreadyAsked',
  'IdentitySettled',
  'IdentityNotSettled',
  'NothingToLookUp',
  'AlreadyExtended',
  'ExtensionTooLate',
  'AlreadyDecided',
  'ProposalPending',
  'NothingProposed',
  'SamePerson',
  'DeviationWithoutReasons',
  'GroundNotForRight',
  'GroundTooBroad',
  'NotDemonstrated',
  'NotAccepted',
  'AnswerNotBuilt',
  'DeedNotForRight',
  'NothingAttached',
  'NotAttached',
  'AnswerUnderWay',
  'LateWithoutReasons',
  'LetterNotOpen',
  'SentInFuture',
  'SentBeforeOrdered',
  'CannotOwn',
  'AlreadyOwner',
  'AddressDoubtful',
  'ReasonsMissing',
  'AnchorInFuture',
  'AnchorTooVague',
  'AnchorsOutOfOrder',
  'AnchorMissing',
  'AnchorUnchanged',
  'AnchorByDecision',
  'AwarenessDecided',
  'NotAware',
  'NotDecided',
  'RegimeNotBinding',
  'AlreadySubmitted',
  'SubmissionNotOwed',
  'NotificationIncomplete',
  'NothingToWithdraw',
  'VersionUnknown',
  'ChannelTakesNoSending',
  'SendingUnderWay',
  'EvidenceMissing',
  'CommunicationNotOwed',
  'ClockRunning',
  'LessonOpen',
  'RetestTooEarly',
  'NothingToRestore',
  'TicketKnown',
  'ControllerLeftOut',
  'ControllerConfirmed',
  'NobodyConfirmed',
  'ControllerSilent',
  'WaveUnderWay',
  'NoRecipients',
  'NothingToRepeat',
  'LettersHeld',
  'CommunicationIncomplete',
  'ReferenceDiffers',
  'HoldNotAhead',
  'PublicCommunicationMissing',
  'NothingRings',
  'TooManyPeople',
  'AlreadyInvolved',
  'InformationKnown',
] as const;
export type RefusalType = (typeof refusalTypes)[number];

/** Why a case cannot take a step now. Its message is kept in history, so it never names a person. */
export interface Refusal {
  readonly type: RefusalType;
  readonly message: string;
  /** The provision that forbids it, where a law does: `GDPR Art. 12(3)`. */
  readonly article?: string;
}

/** Ten characters are no proof of thought, but an empty box or a dash is proof of none. */
export function areReasonsGiven(reasons: string | undefined): boolean {
  return reasons !== undefined && reasons.trim().length >= 10;
}

export function refuse(type: RefusalType, message: string, article?: string): Refusal {
  return { type, message, ...(article !== undefined && { article }) };
}

export function whyNotReasons(reasons: string, article: string): Refusal | undefined {
  if (areReasonsGiven(reasons)) return undefined;
  return refuse('ReasonsMissing', 'Give the reasons, in words that can be checked.', article);
}
