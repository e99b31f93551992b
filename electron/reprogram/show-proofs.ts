import type { ServerProof, Spare } from '../../domain/stock/reprogram.ts';
import { deliveriesIn, openLane, sparesOf } from '../vault/lanes.ts';
import type { LaneParts } from './parts.ts';
import { stepSpare } from './step-spare.ts';

/** How the server is asked what it shows of a spare. */
interface Asking {
  ask(record: string, code: string | undefined): Promise<ServerProof>;
  close(): void;
}

/** Has the server show, once it has the record, that the old codes of a spare are dead and the new credential is alive. */
export interface ProofShower {
  /** The code that proved a token here: the server is to make it too. Kept in memory alone, until it was asked. */
  typed(spare: Spare, code: string): void;
  /** Records may have been delivered: asks for what was not shown yet. Silent when the server cannot be reached. */
  look(): Promise<void>;
}

export function proofShower(parts: LaneParts, open: () => Asking): ProofShower {
  const codes = new Map<string, string>();
  let asking: Promise<void> | undefined;
  let again = false;

  const unshown = (): { readonly lane: string; readonly spares: readonly Spare[] } => {
    const lane = parts.vault.db.open ? openLane(parts.vault)?.id : undefined;
    if (lane === undefined) return { lane: '', spares: [] };
    const deliveries = deliveriesIn(parts.vault, lane);
    const spares = sparesOf(parts.vault, lane).filter(
      ({ record, proof }) => record !== undefined && proof === undefined && deliveries.get(record) === 'delivered',
    );
    return { lane, spares };
  };

  async function askAll(): Promise<void> {
    const { lane, spares } = unshown();
    if (spares.length === 0) return;
    const server = open();
    try {
      for (const { id, record = '', token } of spares) {
        const proof = await server.ask(record, codes.get(id));
        if (!parts.vault.db.open) return;
        codes.delete(id);
        const detail = { fresh: proof.fresh, typed: String(proof.typed), formerAlive: proof.formerAlive };
        stepSpare(
          parts,
          lane,
          id,
          { event: { kind: 'shown', proof } },
          { action: 'spare/shown', subject: token.serial, detail },
        );
      }
    } finally {
      server.close();
    }
  }

  async function look(): Promise<void> {
    again = true;
    asking ??= (async () => {
      try {
        while (again) {
          again = false;
          await askAll();
        }
      } catch {
        // Asked again when there is news of the server; until then the lane says that it is shown at delivery.
      } finally {
        asking = undefined;
      }
    })();
    await asking;
  }

  return { typed: (spare, code) => void codes.set(spare.id, code), look };
}
