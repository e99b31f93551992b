import type { Generated } from 'kysely';
import type { ContradictionKind } from '../../domain/log/contradiction.ts';
import type { ConflictChoice, ConflictKind } from '../../domain/trust/conflicts.ts';
import type { Permission, Setting } from '../../domain/trust/groups.ts';
import type { ShipmentOutcome } from './shipments.ts';

/** The tables of trust control and of the trail and of stock (migrations 0200 to 0250). */
export interface TrustSchema {
  readonly groups: { id: string; name: string; created_at: string };
  readonly group_members: { group_id: string; person_id: number; added_at: string };
  readonly group_within: { inner_id: string; outer_id: string };
  readonly group_settings: { group_id: string; permission: Permission; setting: Setting };
  readonly offices: { id: string; name: string; created_at: string };
  readonly office_controllers: {
    id: Generated<number>;
    office_id: string;
    person_id: number;
    lent_by: number | null;
    first_day: string | null;
    last_day: string | null;
    ended_at: string | null;
  };
  readonly guideline_versions: { version: number; text: string; published_at: string; published_by: string };
  readonly guideline_readings: { version: number; person_id: number; read_at: string };
  readonly administrator_readings: { version: number; name: string; read_at: string };
  readonly receipt_keys: {
    position: number;
    key: string;
    former: string;
    at: string;
    by_former: string;
    by_key: string;
  };
  readonly checkpoints: { size: number; note: string; made_at: string };
  readonly tree_tiles: { level: number; place: number; hashes: Uint8Array };
  readonly audit_heads: {
    station: string;
    begins: string;
    position: number;
    hash: string;
    told_at: string;
    signature: string;
    received_at: string;
  };
  readonly countersignatures: { size: number; station: string; line: string; received_at: string };
  readonly contradictions: {
    id: string;
    station: string;
    what: ContradictionKind;
    kept: string;
    offered: string;
    found_at: string;
    received_at: string;
    settled_at: string | null;
    settled_by: string | null;
    reason: string | null;
  };
  readonly gate_sessions: { hash: string; person_id: number; begun_at: string; ends_at: string; tries: number };
  readonly shipments: {
    id: string;
    from_office: string;
    to_office: string;
    state: 'sent' | 'received' | 'received with differences' | 'called back';
    sent_at: string;
    received_at: string | null;
    sent_by: Generated<string>;
  };
  readonly shipment_tokens: { shipment: string; token: string; outcome: ShipmentOutcome };
  readonly issuance_queue: { person_id: number; place: number; queued_by: string; queued_at: string };
  readonly conflicts: {
    record: string;
    content_hash: string | null;
    station: string;
    other_station: string;
    kind: ConflictKind;
    about: string;
    facts: string;
    raised_at: string;
    choice: ConflictChoice | null;
    settled_by: string | null;
    settled_at: string | null;
  };
  readonly temporary_codes: {
    person_id: number;
    hash: string;
    begun_at: string;
    controller: string;
    station: string;
    proof: string;
    tries: number;
  };
}
