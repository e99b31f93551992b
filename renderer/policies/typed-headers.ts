import type { Wondered } from '../../domain/contract/administration/policies.ts';
import { secretHeaders } from '../../domain/policy/secret-headers.ts';

/** The headers of a request as they were typed, one `Name: value` a line; or the line that cannot be taken, and why. */
export function typedHeaders(
  text: string,
): { readonly headers: Wondered['headers'] } | { readonly fault: 'form' | 'secret'; readonly line: string } {
  const headers = [];
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '') continue;
    // A field name is a token (RFC 9110 section 5.1).
    const [, name = '', value = ''] = /^([\w!#$%&'*+.^`|~-]{1,100}):\s*(.{0,1000})$/.exec(line) ?? [];
    if (secretHeaders.has(name.toLowerCase())) return { fault: 'secret', line: name };
    if (name === '') return { fault: 'form', line };
    headers.push({ name, value });
  }
  return headers.length > 50 ? { fault: 'form', line: headers[50]?.name ?? '' } : { headers };
}
