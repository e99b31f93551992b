/** What can be made to go wrong, each as it goes wrong on a real token. Reports count from 1 when the faults are switched. */
export interface Faults {
  /** The power is cut at this report, read or write: it fails, and the token is gone. */
  readonly unplugAtReport?: number;
  /** The report of `unplugAtReport` still reached the token before the power was cut. */
  readonly unplugAfterTaking?: boolean;
  /** This report is refused by a stall of the endpoint; the token stays. */
  readonly stallAtReport?: number;
  /** Writes to slots are not taken and the sequence does not move, as with a wrong access code. */
  readonly refuseWrites?: boolean;
  /** The sequence moves, but the slot stays as it was. */
  readonly dropWrites?: boolean;
  /** A store takes so many more reads, each answered with "not yet taken". */
  readonly slowStoreReads?: number;
  /** So many reads after a store still show the status from before it. */
  readonly staleStatusReads?: number;
  /** Nobody touches: a wait for a touch ends after a second. */
  readonly touchTimesOut?: boolean;
  /** One bit of each answer is turned, so that its checksum fails. */
  readonly corruptAnswers?: boolean;
  /** The sequence moves by two at a write, as when another program writes as well. */
  readonly otherWriter?: boolean;
  /** What is being stored when the power is cut is kept rather than lost. */
  readonly keepStoreOnUnplug?: boolean;
}
