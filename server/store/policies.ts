import type { Policy } from '../../domain/policy/policy.ts';
import { policyFromWire } from '../../domain/policy/policy-from-wire.ts';
import { policyToWire } from '../../domain/policy/policy-to-wire.ts';
import type { Db } from './schema.ts';

interface StoredPolicy {
  readonly id: number;
  readonly policy: Policy;
}

/** The policies as they were written, in the form of the wire. */
export interface Policies {
  readonly all: () => Promise<readonly StoredPolicy[]>;
  readonly find: (name: string) => Promise<StoredPolicy | undefined>;
  /** Saves over any of its name; gives the id. */
  readonly put: (policy: Policy) => Promise<number>;
  readonly rename: (from: string, policy: Policy) => Promise<void>;
  readonly remove: (name: string) => Promise<void>;
  /** Another number whenever any process changed a policy. */
  readonly revision: () => Promise<bigint>;
}

interface PolicyRow {
  readonly id: number;
  readonly name: string;
  readonly content: string;
}

export function policies(db: Db): Policies {
  const all = db.prepare<[], PolicyRow>('SELECT id, name, content FROM policies ORDER BY name');
  const byName = db.prepare<[string], PolicyRow>('SELECT id, name, content FROM policies WHERE name = ?');
  const put = db.prepare<[string, string], { id: number }>(
    `INSERT INTO policies (name, content) VALUES (?, ?)
     ON CONFLICT (name) DO UPDATE SET content = excluded.content RETURNING id`,
  );
  const rename = db.prepare('UPDATE policies SET name = ?, content = ? WHERE name = ?');
  const remove = db.prepare('DELETE FROM policies WHERE name = ?');
  const revision = db.prepare<[], bigint>('SELECT number FROM policy_revision').pluck().safeIntegers();
  const fromRow = ({ id, name, content }: PolicyRow): StoredPolicy => ({
    id,
    policy: policyFromWire(name, JSON.parse(content)).policy,
  });
  return {
    all: () => all.all().map(fromRow),
    find(name) {
      const row = byName.get(name);
      return row === undefined ? undefined : fromRow(row);
    },
    put: (policy) => Number(put.get(policy.name, JSON.stringify(policyToWire(policy)))?.id),
    rename: (from, policy) => void rename.run(policy.name, JSON.stringify(policyToWire(policy)), from),
    remove: (name) => void remove.run(name),
    revision: () => revision.get() ?? 0n,
  };
}
