import { pendingAudit } from './audit-chain.ts';
import { noCommits } from './commits.ts';
import { credentialsTogether } from './credentials-together.ts';
import { isPostgres } from './dialect.ts';
import { partsOf } from './parts.ts';
import type { Policies } from './policies.ts';
import type { Db } from './schema.ts';
import type { Store } from './store.ts';

/** The store of one connection's transactions, one after the other. */
export interface TransactionStore {
  readonly store: Store;
  /** Forgets the transaction before. */
  readonly begin: () => void;
  /** Writes what waits for the end, and commits right behind it. */
  readonly end: (commit: () => Promise<void>) => Promise<void>;
}

export function transactionStore(db: Db): TransactionStore {
  const audit = pendingAudit(db);
  const parts = partsOf(db, audit);
  const policies = askedOnce(parts.policies);
  const credentials = isPostgres(db) ? { ...parts.credentials, ...credentialsTogether(db) } : parts.credentials;
  return {
    store: { ...parts, credentials, policies: policies.part, commits: noCommits, close: () => Promise.resolve() },
    begin() {
      audit.clear();
      policies.forget();
    },
    end: audit.commit,
  };
}

/** The revision is asked for by every check, but is the same to all that share a transaction. */
function askedOnce(part: Policies): { readonly part: Policies; readonly forget: () => void } {
  let known: Promise<string> | undefined;
  const forget = () => {
    known = undefined;
  };
  return {
    forget,
    part: {
      ...part,
      revision() {
        known ??= part.revision();
        return known;
      },
      async put(policy) {
        const id = await part.put(policy);
        forget();
        return id;
      },
      rename: (from, policy) => part.rename(from, policy).then(forget),
      remove: (name) => part.remove(name).then(forget),
    },
  };
}
