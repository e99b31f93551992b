import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { signedRecord } from '../../domain/contract/station.ts';
import type { IssuanceRecord, Sealed } from '../../domain/record.ts';
import { StationError } from '../../server/station/station-error.ts';
import { takeRecord } from '../../server/station/take-record.ts';
import { type House, openHouse } from './house.ts';
import { sealTo, type TestStation } from './test-station.ts';

let house: House;
let station: TestStation;
beforeAll(async () => {
  house = await openHouse();
  station = await house.enrol();
  const { offices } = house.server.installation.store;
  for (const id of ['bern', 'zurich']) await offices.put({ id, name: id }, '2026-11-21T09:00:00.000Z');
});
afterAll(() => house?.close());

const times = fc.constantFrom(
  '2026-11-21T10:00:00.000Z',
  '2026-11-21T11:00:00.000Z',
  '2026-11-21T12:00:00Z',
  '0000-01-01T00:00Z',
  '9999-12-31T23:59:59.999999999Z',
  'soon',
);
const holders = [
  { realm: 'office', username: 'amara.okafor', userId: '1001' },
  { realm: 'office', username: 'chen.xiuying', userId: '1003' },
];
const serials = fc.constantFrom('1', '2', '3', '0', '9999999999');
/** What the server knows, more often than chance would have it. */
const known: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  controller: fc.constant('root'),
  holder: fc.constantFrom(...holders),
  office: fc.constantFrom('bern', 'zurich'),
  from: fc.constant('bern'),
  to: fc.constant('zurich'),
  shipment: fc.constant('a'.repeat(32)),
  record: fc.constantFrom('b'.repeat(32), 'c'.repeat(32)),
  token: serials,
  replaces: serials,
  tokens: fc.uniqueArray(serials, { maxLength: 3 }),
  recordedAt: times,
  heardAt: times,
};

interface Definition {
  readonly type: string;
  readonly shape: Readonly<Record<string, z.ZodType>>;
  readonly options: readonly z.ZodType[];
  readonly entries: Readonly<Record<string, string>>;
  readonly values: readonly unknown[];
  readonly innerType: z.ZodType;
  readonly element: z.ZodType;
}

/** What a schema of texts, numbers or lists wants beside its type. */
function boundsOf(schema: z.ZodType) {
  const told = schema as { minLength?: number | null; maxLength?: number | null; minValue?: number; maxValue?: number };
  const { checks = [] } = schema._zod.def;
  const defs = checks.map((check) => check._zod.def as { readonly pattern?: RegExp; readonly minimum?: number });
  return {
    pattern: defs.find((def) => def.pattern !== undefined)?.pattern,
    minimum: told.minLength ?? told.minValue ?? defs.find((def) => def.minimum !== undefined)?.minimum,
    maximum: told.maxLength ?? told.maxValue ?? undefined,
  };
}

/** Anything that a schema takes. */
function anyOf(schema: z.ZodType, key = ''): fc.Arbitrary<unknown> {
  const often = known[key];
  const anything = anyAt(schema);
  if (often === undefined) return anything;
  return fc
    .oneof(
      { arbitrary: often.map((value) => ({ value })), weight: 30 },
      { arbitrary: anything.map((value) => ({ value })), weight: 1 },
    )
    .chain(({ value }) => (schema.safeParse(value).success ? fc.constant(value) : anything));
}

/** Acts are of many kinds. */
const hasAct = ({ _zod: { def } }: z.ZodType) => 'act' in ((def as unknown as Partial<Definition>).shape ?? {});

function anyAt(schema: z.ZodType): fc.Arbitrary<unknown> {
  const { type, shape, options, entries, values, innerType, element } = schema._zod.def as unknown as Definition;
  const { minimum, maximum, pattern } = boundsOf(schema);
  switch (type) {
    case 'object':
      return fc.record(Object.fromEntries(Object.entries(shape).map(([key, member]) => [key, anyOf(member, key)])));
    case 'union':
      return fc.oneof(...options.map((option) => ({ arbitrary: anyOf(option), weight: hasAct(option) ? 12 : 1 })));
    case 'enum':
      return fc.constantFrom(...Object.values(entries));
    case 'literal':
      return fc.constantFrom(...values);
    case 'optional':
      return fc.option(anyOf(innerType), { nil: undefined });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(anyOf(element), { minLength: minimum ?? 0, maxLength: Math.min(3, maximum ?? 3) });
    case 'number':
      return fc.oneof(
        fc.integer({ min: Math.max(minimum ?? -9, -9), max: Math.max(9, minimum ?? 9) }),
        fc.constantFrom(minimum ?? 0, maximum ?? 0),
      );
    case 'string': {
      if (pattern !== undefined) return fc.stringMatching(pattern);
      const odd = fc.constantFrom('x\0y', 'x\ud800', '__proto__', '-1', ' ');
      const text = fc.oneof(fc.string({ unit: 'binary', minLength: minimum ?? 0, maxLength: 20 }), odd);
      return text
        .map((long) => long.slice(0, maximum))
        .map((one) => (schema.safeParse(one).success ? one : 'x'.repeat(minimum ?? 1)));
    }
    default:
      throw new Error(`no values of ${type}`);
  }
}

/** A seed that the server can open, in place of what stands there. */
async function withSeed(record: IssuanceRecord): Promise<IssuanceRecord> {
  const sealed = async (
    token: string,
    { issuance, slot, type }: { issuance: string; slot: 1 | 2; type: string },
  ): Promise<{ readonly seed: Sealed }> => ({
    seed: await sealTo(station.enrolment, Buffer.alloc(type === 'hotp' ? 20 : 22), 'seed', {
      station: station.id,
      issuance,
      token,
      slot,
    }),
  });
  if (record.kind === 'issued') {
    const { pin: _, ...rest } = record;
    return { ...rest, credential: { ...record.credential, ...(await sealed(record.token.serial, record.credential)) } };
  }
  if (record.kind !== 'act' || record.act.what !== 'reprogrammed') return record;
  const { act } = record;
  return {
    ...record,
    act: { ...act, credential: { ...act.credential, ...(await sealed(act.token, act.credential)) } },
  };
}

test('whatever record in the agreed form a station sends, it is taken or disputed in its place, and the next one follows', async () => {
  const { installation } = house.server;
  await fc.assert(
    fc.asyncProperty(anyOf(signedRecord.shape.record), fc.boolean(), async (any, canBeOpened) => {
      const { id, sequence, previous, station: by } = station.base();
      const placed = { ...(any as IssuanceRecord), id, sequence, previous, station: by };
      const signed = station.sign(canBeOpened ? await withSeed(placed) : placed);
      expect(signedRecord.safeParse(signed).success).toBe(true);
      const self = await installation.store.stations.find(station.id);
      if (self === undefined) throw new Error('no station');
      const outcome = await takeRecord(installation, self, id, signed).catch((error: unknown) => error);
      if (typeof outcome !== 'string') {
        expect(outcome).toBeInstanceOf(StationError);
        expect(outcome).toMatchObject({
          failure: expect.stringMatching(/^(conflict|refused)$/),
          lastSequence: sequence,
        });
      }
      station.follow(signed);
    }),
    { numRuns: 1000, endOnFailure: true },
  );
});
