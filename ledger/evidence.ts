/** The facts of one case with what shows that they stand in the ledger: checked offline, years later, by anybody. */
export interface EvidenceFile {
  readonly v: 1;
  readonly caseId: string;
  readonly log: {
    readonly name: string;
    /** Public key of the log; whoever checks the file compares it with the one that was published. */
    readonly vkey: string;
  };
  /** Signed note with the size and root to which every proof leads. */
  readonly checkpoint: string;
  readonly facts: readonly EvidencedFact[];
}

export interface EvidencedFact {
  readonly position: number;
  /** The kind of fact. */
  readonly fact: string;
  /** The leaf as it stands in the tree, byte for byte. */
  readonly leaf: string;
  readonly proof: {
    readonly index: number;
    /** Base64, lowest first. */
    readonly hashes: readonly string[];
  };
  /** Present where whoever holds the file may know what the fact says. */
  readonly opening?: Opening;
}

export interface Opening {
  /** Base64 of the case's commitment key. */
  readonly key: string;
  /** The fact as it was committed to, byte for byte. */
  readonly fact: string;
}
