import { expect, test } from 'vitest';
import { typedHeaders } from '../../renderer/policies/typed-headers.ts';

test('reads one header a line, whatever blanks are around it', () => {
  expect(typedHeaders('X-Site: north\n\n  Accept:text/html; q=0.1  \n')).toEqual({
    headers: [
      { name: 'X-Site', value: 'north' },
      { name: 'Accept', value: 'text/html; q=0.1' },
    ],
  });
  expect(typedHeaders('')).toEqual({ headers: [] });
});

test.each(['north', 'X Site: north', ': x'])('names the line that is none: %s', (line) => {
  expect(typedHeaders(`A: b\n${line}`)).toEqual({ fault: 'form', line });
});

test('wants no header that proves who asks', () => {
  expect(typedHeaders('Authorization: Bearer x')).toEqual({ fault: 'secret', line: 'Authorization' });
  expect(typedHeaders('cookie: x')).toEqual({ fault: 'secret', line: 'cookie' });
});
