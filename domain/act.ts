import type { Sealed } from './record.ts';
import type { BroughtSeeds } from './stock/brought.ts';
import type { CredentialSerial, CredentialType, SlotNumber, TokenSerial } from './token.ts';
import type { ConflictChoice } from './trust/conflicts.ts';
import type { CallerProof } from './trust/temporary-code.ts';

/** A person an act is about, as realms name them. */
interface ActHolder {
  readonly realm: string;
  readonly username: string;
  readonly userId: string;
}

/**
 * What a privacyIDEA server was last heard to have on the token, by serial: what came there since is not meant. Keydesk's own
 * server knows that by itself.
 */
type KnownCredentials = readonly string[] | undefined;

/** The acts, in the words of records. */
export const deskActs = [
  'withdrawn',
  'reported lost',
  'returned',
  'temporary code',
  'code removed',
  'queued',
  'unqueued',
  'reprogrammed',
  'received',
  'counted',
  'sent',
  'arrived',
  'called back',
  'scrapped',
  'settled',
  'signed in offline',
  'guidelines read',
] as const satisfies readonly DeskAct['what'][];

/** A spare's new credential, proven at the desk and with nobody yet: its seed travels as an issued one's does. */
export interface StockCredential {
  readonly issuance: string;
  readonly serial: CredentialSerial;
  readonly type: CredentialType;
  readonly slot: SlotNumber;
  readonly digits: 6 | 8;
  readonly counter: number;
  readonly publicId: string;
  readonly seed: Sealed;
}

/** Why a token is taken back from its holder. */
export const withdrawalReasons = ['leaves', 'needs none', 'replaced', 'faulty', 'misused', 'other'] as const;
export type WithdrawalReason = (typeof withdrawalReasons)[number];

/**
 * What a station does beside issuing: each is told in a record of its own, signed, in the station's chain, and reaches
 * the server exactly once. Serials are read from tokens, not typed, except where a token is away.
 */
export type DeskAct =
  /** The holder has the token no longer. `inHand`: it was touched here and lies at the desk. */
  | {
      readonly what: 'withdrawn';
      readonly holder: ActHolder;
      readonly token: TokenSerial;
      readonly reason: WithdrawalReason;
      readonly inHand: boolean;
      /** The record of the issue that replaces it: until the server has taken that, the old token stays. */
      readonly replacedBy?: string | undefined;
      readonly credentials?: KnownCredentials;
    }
  /** Every credential of the token is revoked at once; this beats any issuance of it that is still under way. */
  | {
      readonly what: 'reported lost';
      readonly holder: ActHolder;
      readonly token: TokenSerial;
      readonly note: string;
      readonly credentials?: KnownCredentials;
      /** A password stands in for the token, where a privacyIDEA server made one for this. */
      readonly standIn?: { readonly serial: string; readonly until: string; readonly proof: CallerProof } | undefined;
    }
  /** A token that was lost or away is at the desk, proven by a touch; it is not its holder's any more. */
  | {
      readonly what: 'returned';
      readonly token: TokenSerial;
      readonly office: string;
      /** Its serial was read from it here. */
      readonly proven: boolean;
      /** And it typed a code of its own, which the server checked. */
      readonly byCode?: boolean | undefined;
    }
  /** A code for once was read out. It is the server's; the record holds how the controller knew who asked. */
  | { readonly what: 'temporary code'; readonly holder: ActHolder; readonly proof: CallerProof }
  /** The person's temporary code was ended before it was used: the server had done so when this was recorded. */
  | { readonly what: 'code removed'; readonly holder: ActHolder }
  /** They are to get a token: at the end of the queue, unless they are in it or were given one since. */
  | { readonly what: 'queued'; readonly holder: ActHolder }
  | { readonly what: 'unqueued'; readonly holder: ActHolder }
  /** The old credential of the slot is dead, a new one is on it and proven, and the token lies on the shelf. */
  | {
      readonly what: 'reprogrammed';
      readonly token: TokenSerial;
      readonly office: string;
      readonly credential: StockCredential;
    }
  | {
      readonly what: 'received';
      readonly office: string;
      readonly order: string;
      readonly tokens: readonly { readonly serial: TokenSerial; readonly model: string }[];
      /** Credentials that the vendor's file holds, where the order was received by it. */
      readonly brought?: BroughtSeeds | undefined;
    }
  | {
      readonly what: 'counted';
      readonly office: string;
      readonly touched: readonly TokenSerial[];
      readonly missing: readonly TokenSerial[];
      readonly surplus: readonly TokenSerial[];
      /** Of the missing, those that nobody looks for any longer: nobody gets them before they were found and written anew. */
      readonly lost?: readonly TokenSerial[] | undefined;
      /** Of the surplus, those that lie on this shelf from now on. */
      readonly taken?: readonly TokenSerial[] | undefined;
    }
  | {
      readonly what: 'sent';
      readonly shipment: string;
      readonly from: string;
      readonly to: string;
      readonly tokens: readonly TokenSerial[];
    }
  /** `tokens` are those that were touched, whatever the manifest says. What is missing may come later, in another record. */
  | {
      readonly what: 'arrived';
      readonly shipment: string;
      readonly office: string;
      readonly tokens: readonly TokenSerial[];
      /** Of the manifest, those that nobody waits for any longer. */
      readonly lost?: readonly TokenSerial[] | undefined;
    }
  /** Whoever sent a box has it again before it arrived: what is still on its way lies on their shelf. */
  | { readonly what: 'called back'; readonly shipment: string; readonly office: string }
  | { readonly what: 'scrapped'; readonly token: TokenSerial; readonly office: string; readonly note: string }
  /** What somebody who controls trust decided about a record that contradicted what the server knew. */
  | { readonly what: 'settled'; readonly record: string; readonly choice: ConflictChoice }
  /** The controller signed in while the server was away; the code of this counter, and all before it, are used up. */
  | { readonly what: 'signed in offline'; readonly credential: string; readonly counter: number }
  | { readonly what: 'guidelines read'; readonly version: number };
