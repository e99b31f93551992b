import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Float, pythonJson } from '../../server/wire/python-json.ts';

test('writes floats, blanks, order and escapes as Python does', () => {
  const value = { b: [1, true, null], a: 'ä☃💩\u007f"\\/\n', time: new Float(1795300502.8722878), whole: new Float(3) };
  expect(pythonJson(value)).toBe(
    '{"a": "\\u00e4\\u2603\\ud83d\\udca9\\u007f\\"\\\\/\\n", "b": [1, true, null], "time": 1795300502.8722878, "whole": 3.0}',
  );
});

test('orders keys by code point, so that U+FB33 comes before what lies beyond U+FFFF', () => {
  expect(pythonJson({ '\u{1F600}': 1, '\uFB33': 2, '\u{1F600}a': 3, z: 4 })).toBe(
    String.raw`{"z": 4, "\ufb33": 2, "\ud83d\ude00": 1, "\ud83d\ude00a": 3}`,
  );
});

test('leaves out what is undefined', () => {
  expect(pythonJson({ a: undefined, b: 1 })).toBe('{"b": 1}');
});

const python = spawnSync('python3', ['--version']).status === 0;

test.runIf(python)('gives the very bytes of Python for any text, list and object', () => {
  const values = fc.sample(
    fc.jsonValue({ noUnicodeString: false, maxDepth: 4 }).filter((value) => !JSON.stringify(value).match(/\d\.\d|\de/)),
    200,
  );
  const { stdout } = spawnSync(
    'python3',
    ['-c', 'import json,sys\nfor line in sys.stdin: print(json.dumps(json.loads(line), sort_keys=True))'],
    { input: values.map((value) => `${JSON.stringify(value)}\n`).join(''), encoding: 'utf8' },
  );
  expect(values.map(pythonJson)).toEqual(stdout.trimEnd().split('\n'));
});
