/** A value as Python's `repr` writes it. */
export function pythonLiteral(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return `[${value.map(pythonLiteral).join(', ')}]`;
  if (typeof value === 'object') {
    const members = Object.entries(value).map(([key, one]) => `${pythonLiteral(key)}: ${pythonLiteral(one)}`);
    return `{${members.join(', ')}}`;
  }
  const text = String(value).replace(/[\\'\n\r\t]/g, (sign) => escapes[sign] ?? sign);
  return `'${text}'`;
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** Reads lists, dictionaries, texts, numbers and constants; whatever is none of them is the text itself. */
export function readPythonLiteral(text: string): unknown {
  const tokens = text.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[[\]{}(),:]|[^\s[\]{}(),:'"]+/g) ?? [];
  const opens = /^['"[{(]/.test(text) || ['True', 'False', 'None'].includes(text);
  if (!opens) return text;
  let place = 0;
  const next = () => tokens[place++];
  const peek = () => tokens[place];

  function value(): unknown {
    const token = next();
    if (token === undefined) throw new SyntaxError('the value ends too early');
    if (token === '[' || token === '(') return list(token === '[' ? ']' : ')');
    if (token === '{') return members();
    if (/^['"]/.test(token)) return unescaped(token.slice(1, -1));
    if (token in constants) return constants[token];
    if (/^-?\d{1,9}$/.test(token)) return Number(token);
    throw new SyntaxError(`'${token.slice(0, 20)}' has no place here`);
  }

  function list(end: string): unknown[] {
    const found: unknown[] = [];
    while (peek() !== end) {
      found.push(value());
      if (peek() === ',') next();
      else if (peek() !== end) throw new SyntaxError('a list does not end');
    }
    next();
    return found;
  }

  function members(): Record<string, unknown> {
    const found: [string, unknown][] = [];
    while (peek() !== '}') {
      const key = String(value());
      if (next() !== ':') throw new SyntaxError('a name has no value');
      found.push([key, value()]);
      if (peek() === ',') next();
      else if (peek() !== '}') throw new SyntaxError('a dictionary does not end');
    }
    next();
    return Object.fromEntries(found);
  }

  try {
    const read = value();
    return place === tokens.length ? read : text;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return text;
    throw error;
  }
}

const constants: Readonly<Record<string, unknown>> = { True: true, False: false, None: null };

const unescapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unescaped(text: string): string {
  return text.replace(/\\(x[0-9a-f]{2}|u[0-9a-f]{4}|.)/gi, (_, sign: string) =>
    sign.length > 1 ? String.fromCharCode(Number.parseInt(sign.slice(1), 16)) : (unescapes[sign] ?? sign),
  );
}
