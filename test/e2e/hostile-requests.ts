/**
 * What an evil renderer may send, made in the page itself: nothing of it survives the way there from a test.
 * Runs in the window; must not refer to anything outside itself.
 */
export async function sendHostileRequests(channels: readonly string[]): Promise<
  readonly {
    readonly channel: string;
    readonly request: string;
    readonly reply: unknown;
  }[]
> {
  const polluted = JSON.parse('{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}}}');
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  let deep: unknown = 'bottom';
  for (let level = 0; level < 5000; level += 1) deep = { deep };
  const secretShaped = {
    seed: '3132333435363738393031323334353637383930',
    otpkey: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    pin: '1234',
    accessCode: '000000000000',
  };
  const almost = {
    query: 'a',
    limit: 1,
    id: '1',
    code: 'keydesk1.e30',
    name: 'x',
    realm: 'office',
    username: 'nobody.at.all',
    presence: 'no such presence',
    slot: 1,
    type: 'hotp',
    digits: 6,
    typed: '000000',
    longestGapMs: 5,
    kind: 'typed name',
    language: 'en',
    reason: 'no such reason',
    note: '',
    again: new Uint8Array(8),
    passphrase: new Uint8Array(8),
  };
  const requests: readonly (readonly [string, unknown])[] = [
    ['number', 1],
    ['NaN', Number.NaN],
    ['big integer', 2n ** 64n],
    ['text', 'x'],
    ['null', null],
    ['true', true],
    ['array', []],
    ['date', new Date()],
    ['map', new Map([['query', 'a']])],
    ['set', new Set([1])],
    ['error', new Error('x')],
    ['regular expression', /(a+)+$/],
    ['bytes', new Uint8Array(16)],
    ['buffer', new ArrayBuffer(16)],
    ['prototype pollution', polluted],
    ['almost right, polluted', Object.assign(JSON.parse('{"__proto__":{"polluted":"yes"}}'), almost)],
    ['almost right, with secrets', { ...almost, ...secretShaped }],
    ['only secrets', secretShaped],
    ['wrong types', Object.fromEntries(Object.keys(almost).map((key) => [key, { $gt: '' }]))],
    ['arrays for values', Object.fromEntries(Object.keys(almost).map((key) => [key, ['a', 'b']]))],
    ['out of range', { ...almost, limit: 1e9, slot: 3, digits: 7, after: '\u0000', longestGapMs: -1 }],
    ['huge text', 'a'.repeat(1_000_000)],
    ['huge field', { ...almost, query: 'a'.repeat(200_000), drawing: 'M0 0'.repeat(50_000) }],
    ['huge bytes', { passphrase: new Uint8Array(1_000_000), pin: new Uint8Array(1_000_000) }],
    ['many fields', Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`field${index}`, index]))],
    ['long array', new Array(50_000).fill(0)],
    ['a cycle', cyclic],
    ['deep nesting', deep],
    ['sql', { ...almost, query: "' OR 1=1; DROP TABLE record; --", id: "' OR 1=1 --" }],
    ['a path', { ...almost, id: '../../../etc/passwd', query: '..\\..\\' }],
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['an element', document.body],
    ['a window', window],
    ['a proxy', new Proxy({}, {})],
    [
      'a getter that throws',
      Object.defineProperty({}, 'query', {
        enumerable: true,
        get: () => {
          throw new Error('x');
        },
      }),
    ],
  ];
  const invoke = window.keydesk.invoke as (channel: string, request: unknown) => Promise<unknown>;
  const replies: { channel: string; request: string; reply: unknown }[] = [];
  for (const channel of channels) {
    for (const [name, request] of requests) {
      let reply: unknown;
      try {
        reply = await invoke(channel, request);
      } catch (error) {
        reply = { thrown: String(error) };
      }
      replies.push({ channel, request: name, reply });
    }
  }
  return replies;
}
