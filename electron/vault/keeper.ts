import { randomBytes } from 'node:crypto';
import { asFailure, type Failure, KeydeskError } from '../../domain/failure.ts';
import { finishApplying } from './apply-parts.ts';
import { appendAudit } from './audit-log.ts';
import { closeVault, commit, openVault, type Vault, vaultExists, vaultFile } from './database.ts';
import { isFull } from './failures.ts';
import { journalFile } from './records-journal.ts';
import { salvageIn, salvageVault } from './salvage.ts';
import { keepStationFile } from './station-file.ts';
import { makeStationKey, openStationKey, type StationKey } from './station-key.ts';
import { type KeyWrapper, saveWrapping, unwrap, wrapByKeystore, wrapByPassphrase, wrappingOf } from './vault-key.ts';

/** The vault with its keys in memory, from unlocking to locking. */
export interface Unlocked {
  readonly vault: Vault;
  /** Zeros after the vault is locked. */
  readonly vaultKey: Uint8Array;
  readonly station: StationKey;
}

/** Whether there is a vault, and whether it is open: the one place that opens, unlocks, locks and closes it. */
export interface VaultKeeper {
  readonly phase: 'new' | 'locked' | 'failed' | 'unlocked';
  readonly failure: Failure | undefined;
  readonly keptBy: 'operating system' | 'passphrase';
  readonly unlocked: Unlocked | undefined;
  /** Opens what is there, as far as that goes without a passphrase. Never throws: the phase tells. */
  start(): Promise<void>;
  create(passphrase: Uint8Array): Promise<void>;
  unlock(passphrase: Uint8Array): Promise<void>;
  /** Puts a broken vault aside and opens a new one with what the journal kept. */
  salvage(): Promise<void>;
  /** The open vault was found to be broken. */
  fail(found: Failure): void;
  lock(): void;
  close(): void;
}

export interface KeeperOptions {
  readonly directory: string;
  readonly keystore: KeyWrapper | undefined;
  readonly sqliteBinding: string | undefined;
  readonly now: () => Date;
}

export function vaultKeeper(options: KeeperOptions): VaultKeeper {
  let vault: Vault | undefined;
  let unlocked: Unlocked | undefined;
  let failure: Failure | undefined;
  let phase: VaultKeeper['phase'] = 'new';
  let keptBy: VaultKeeper['keptBy'] = options.keystore === undefined ? 'passphrase' : 'operating system';

  async function opened(): Promise<Vault> {
    if (vault === undefined) {
      const open = await openVault(options.directory, options.sqliteBinding);
      try {
        await finishApplying(open, { crashPoint: () => {}, isOver: () => false });
      } catch (error) {
        // A full disk is no reason to stay closed: the next pull goes on.
        if (!isFull(error)) {
          closeVault(open);
          throw error;
        }
      }
      vault = open;
    }
    return vault;
  }

  function enter(open: Vault, vaultKey: Uint8Array): void {
    const station = openStationKey(open, vaultKey);
    keepStationFile(open, station.publicKey);
    unlocked = { vault: open, vaultKey, station };
    phase = 'unlocked';
    failure = undefined;
  }

  async function start(): Promise<void> {
    if (unlocked !== undefined) return;
    try {
      if (!vaultExists(options.directory)) return;
      const open = await opened();
      const kept = wrappingOf(open);
      if (kept === undefined) return;
      keptBy = kept.by;
      if (kept.by === 'operating system') enter(open, await unwrap(kept, options.keystore, undefined));
      else phase = 'locked';
    } catch (error) {
      fail(asFailure(error));
    }
  }

  function close(): void {
    unlocked?.vaultKey.fill(0);
    unlocked = undefined;
    if (vault !== undefined) closeVault(vault);
    vault = undefined;
  }

  /** A broken vault is let go of, so that it can be put aside. */
  function fail(found: Failure): void {
    phase = 'failed';
    failure = found.code === 'vault/corrupt' ? withSalvage(found) : found;
    if (found.code === 'vault/corrupt') close();
  }

  /** How many records can be brought back, where they can. */
  function withSalvage({ code, context }: Failure): Failure {
    const { directory } = options;
    const records = salvageIn(directory)?.records.length;
    const places = { file: vaultFile(directory), journal: journalFile(directory) };
    return { code, context: { ...context, ...places, ...(records === undefined ? {} : { records }) } };
  }

  return {
    get phase() {
      return phase;
    },
    get failure() {
      return failure;
    },
    get keptBy() {
      return keptBy;
    },
    get unlocked() {
      return unlocked;
    },
    start,
    create: async (passphrase) => {
      const vaultKey = randomBytes(32);
      try {
        if (phase !== 'new') throw new KeydeskError(phase === 'failed' ? 'vault/failed' : 'vault/locked', {});
        const made =
          options.keystore === undefined
            ? await wrapByPassphrase(passphrase, vaultKey)
            : await wrapByKeystore(options.keystore, vaultKey);
        const open = await opened();
        commit(open, () => {
          if (wrappingOf(open) !== undefined) throw new KeydeskError('vault/locked', {});
          saveWrapping(open, made);
          makeStationKey(open, vaultKey);
          const at = options.now().toISOString();
          appendAudit(open, { at, actor: '', action: 'vault/made', subject: '', detail: { keptBy: made.by } });
        });
        keptBy = made.by;
        enter(open, vaultKey);
      } catch (error) {
        vaultKey.fill(0);
        throw error;
      } finally {
        passphrase.fill(0);
      }
    },
    unlock: async (passphrase) => {
      try {
        if (phase === 'failed') {
          failure = undefined;
          await start();
          if (failure !== undefined) throw new KeydeskError((failure as Failure).code, (failure as Failure).context);
        }
        if (unlocked !== undefined) return;
        const open = await opened();
        const kept = wrappingOf(open);
        if (kept === undefined) throw new KeydeskError('vault/locked', {});
        enter(open, await unwrap(kept, options.keystore, passphrase));
      } finally {
        passphrase.fill(0);
      }
    },
    lock: () => {
      unlocked?.vaultKey.fill(0);
      if (unlocked !== undefined) phase = 'locked';
      unlocked = undefined;
    },
    salvage: async () => {
      if (failure?.code !== 'vault/corrupt') throw new KeydeskError('vault/failed', {});
      close();
      await salvageVault(options.directory, options.sqliteBinding, options.now());
      failure = undefined;
      phase = 'new';
      await start();
    },
    fail,
    close,
  };
}
