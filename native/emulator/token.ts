import { randomInt } from 'node:crypto';
import { KeydeskError } from '../../domain/failure.ts';
import type { SlotNumber } from '../../domain/token.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { Connection } from '../connection.ts';
import { extended } from '../yubikey/flags.ts';
import { execute, type Memory } from './execute.ts';
import type { Faults } from './faults.ts';
import { type EmulatedModelName, emulatedModels } from './models.ts';
import { flagsOf, type SlotMemory, type Slots } from './slot-memory.ts';
import { type EmulatedState, slotsFromState, stateOfSlot } from './state.ts';
import { typed } from './typing.ts';
import { createWire, type Wire } from './wire.ts';

export interface EmulatedTokenOptions {
  readonly model?: EmulatedModelName;
  readonly serial?: number;
  /** What it keeps from an earlier life; its model and serial then come from there. */
  readonly state?: EmulatedState;
  readonly clock?: Clock;
  /** How long a store takes. */
  readonly storeMs?: number;
  /** How long a report takes on the wire. */
  readonly reportMs?: number;
  readonly touchLimitMs?: number;
  /** 16 random bits for a Yubico OTP ticket. */
  readonly random?: () => number;
  /** What follows 255 in the programming sequence: not documented, so both can be had. */
  readonly afterLastSequence?: 0 | 1;
  readonly firstSequence?: number;
  /** Called after each change of what is kept without power. */
  readonly onChange?: (state: EmulatedState) => void;
}

/** An emulated YubiKey: its memory outlives being pulled out, its faults can be switched. */
export interface EmulatedToken {
  readonly model: EmulatedModelName;
  readonly serial: number;
  readonly productId: number;
  /** Reports since the faults were switched last. */
  readonly reports: { readonly reads: number; readonly writes: number };
  readonly powered: boolean;
  /** Whether it blinks for a touch. */
  readonly waitsForTouch: boolean;
  powerUp(): void;
  powerDown(): void;
  /** Called when the power is cut, also by a fault. */
  onPowerCut(listener: () => void): () => void;
  /** Two connections reach the same token, as two programs do. They die with the power. */
  connect(): Connection;
  /** A finger on the token: what it types, Enter as a carriage return; empty when it types nothing. */
  touch(slot: SlotNumber): string;
  switchFaults(faults: Faults): void;
  state(): EmulatedState;
}

export function emulatedToken(options: EmulatedTokenOptions = {}): EmulatedToken {
  const clock = options.clock ?? systemClock;
  const name = modelName(options.state?.model) ?? options.model ?? 'YubiKey 5 NFC';
  const model = emulatedModels[name];
  const serial = options.state?.serial ?? options.serial ?? randomInt(10_000_000, 30_000_000);
  const slots: Slots = slotsFromState(options.state);
  const random = options.random ?? (() => randomInt(0x10000));
  const cutListeners = new Set<() => void>();
  let faults: Faults = {};
  let reports = { reads: 0, writes: 0 };
  let sequence = 0;
  let staleReads = 0;
  let staleStatus: Uint8Array | undefined;
  /** NEO shows 0 until the first command after power-up. */
  let cached = false;
  let poweredAtMs: number | undefined;
  let powerCycle = 0;
  let wire: Wire;

  const empty = () => slots[1] === undefined && slots[2] === undefined;
  const state = (): EmulatedState => ({
    model: name,
    serial,
    slots: { 1: stateOfSlot(slots[1]), 2: stateOfSlot(slots[2]) },
  });
  const changed = () => options.onChange?.(state());

  const memory: Memory = {
    serial,
    firmware: model.firmware,
    pages: model.pages,
    slots,
    touchLimitMs: options.touchLimitMs ?? 15_000,
    faults: () => faults,
    timestamp: () => Math.floor(((clock.nowMs() - (poweredAtMs ?? 0)) * 8) / 1000),
    random,
    store: (change) => {
      staleReads = faults.staleStatusReads ?? 0;
      staleStatus = staleReads > 0 ? status() : undefined;
      Object.assign(slots, change);
      sequence = empty() && !faults.dropWrites ? 0 : following(sequence, faults.otherWriter ? 2 : 1);
      changed();
    },
  };

  function following(from: number, steps: number): number {
    let to = from;
    for (let step = 0; step < steps; step++) to = to === 255 ? (options.afterLastSequence ?? 1) : to + 1;
    return to;
  }

  function status(): Uint8Array {
    if (staleReads > 0 && staleStatus !== undefined) {
      staleReads -= 1;
      return staleStatus;
    }
    const bits = (slot: SlotMemory | undefined, valid: number, touch: number) =>
      slot === undefined ? 0 : valid | (typesOnTouch(slot) ? touch : 0);
    const inverted = [slots[1], slots[2]].some((slot) => slot && flagsOf(slot).extended & extended.ledInverted);
    const touchBits = bits(slots[1], 0x01, 0x04) | bits(slots[2], 0x02, 0x08) | (inverted ? 0x10 : 0);
    const [major, minor, build] = model.firmware;
    const known = model.firmware[0] >= 3 ? 0x1f : 0x03;
    return Uint8Array.of(0, major, minor, build, cached ? 0 : sequence, touchBits & known, 0);
  }

  const newWire = () =>
    createWire({
      nowMs: () => clock.nowMs(),
      storeMs: options.storeMs ?? 20,
      execute: (command, payload) => {
        cached = false;
        const outcome = execute(memory, command, payload);
        if (outcome.kind === 'answer') changed();
        return outcome;
      },
      status,
      slowStoreReads: () => faults.slowStoreReads ?? 0,
      corruptAnswers: () => faults.corruptAnswers ?? false,
    });
  wire = newWire();

  function powerDown(): void {
    if (poweredAtMs === undefined) return;
    wire.cut(faults.keepStoreOnUnplug ?? false);
    poweredAtMs = undefined;
    for (const slot of [slots[1], slots[2]]) if (slot) slot.session = undefined;
    for (const listener of [...cutListeners]) listener();
  }

  async function report<T>(cycle: number, kind: 'reads' | 'writes', pass: () => T): Promise<T> {
    await clock.sleep(options.reportMs ?? 1);
    if (poweredAtMs === undefined || cycle !== powerCycle) throw new KeydeskError('device/unplugged');
    reports = { ...reports, [kind]: reports[kind] + 1 };
    const number = reports.reads + reports.writes;
    if (faults.unplugAtReport === number) {
      if (faults.unplugAfterTaking) pass();
      powerDown();
      throw new KeydeskError('device/unplugged');
    }
    if (faults.stallAtReport === number) throw new KeydeskError('device/bad-response', { reason: 'stall' });
    return pass();
  }

  return {
    model: name,
    serial,
    productId: model.productId,
    get reports() {
      return reports;
    },
    get powered() {
      return poweredAtMs !== undefined;
    },
    get waitsForTouch() {
      return poweredAtMs !== undefined && wire.waitsForTouch();
    },
    powerUp: () => {
      if (poweredAtMs !== undefined) throw new Error('an emulated token is in one port at a time');
      poweredAtMs = clock.nowMs();
      powerCycle += 1;
      sequence = empty() ? 0 : (options.firstSequence ?? 1);
      cached = model.firmware[0] === 3;
      staleReads = 0;
      wire = newWire();
    },
    powerDown,
    onPowerCut: (listener) => {
      cutListeners.add(listener);
      return () => cutListeners.delete(listener);
    },
    connect: () => {
      const cycle = powerCycle;
      return {
        read: () => report(cycle, 'reads', () => wire.read()),
        write: (bytes) => {
          const copy = bytes.slice();
          return report(cycle, 'writes', () => wire.write(copy)).finally(() => copy.fill(0));
        },
        close: async () => {},
      };
    },
    touch: (number) => {
      if (poweredAtMs === undefined || wire.touched()) return '';
      // With only slot 1 set up for a fast trigger, any press is one of slot 1.
      const fast = slots[2] === undefined && slots[1] && flagsOf(slots[1]).extended & extended.fastTrigger;
      const slot = slots[fast ? 1 : number];
      const text = slot === undefined ? '' : typed(slot, { timestamp: memory.timestamp(), random: random() });
      if (text !== '') changed();
      return text;
    },
    switchFaults: (wanted) => {
      faults = wanted;
      reports = { reads: 0, writes: 0 };
    },
    state,
  };
}

function modelName(text: string | undefined): EmulatedModelName | undefined {
  return (Object.keys(emulatedModels) as EmulatedModelName[]).find((name) => name === text);
}

/** A slot that types is triggered by touch; one that answers challenges is not (ykdef.h, CONFIG1_TOUCH). */
function typesOnTouch(slot: SlotMemory): boolean {
  const flags = flagsOf(slot);
  return (flags.ticket & 0x40) === 0 || (flags.configuration & 0x20) === 0;
}
