const maximumBytes = 256 * 1024;
const maximumParts = 1000;
const maximumDepth = 8;

/** Whether a request is a small plain object or none: counted before any schema looks at it, and bounded itself. */
export function isSmall(request: unknown): boolean {
  if (request === undefined) return true;
  if (typeof request !== 'object' || request === null || !isRecord(request)) return false;
  let bytes = 0;
  let parts = 0;
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: request, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    parts += 1;
    if (typeof value === 'string') bytes += value.length * 2;
    else if (ArrayBuffer.isView(value)) bytes += value.byteLength;
    else if (typeof value === 'object' && value !== null) {
      if (!isPlain(value) || depth >= maximumDepth) return false;
      const keys = Object.keys(value);
      if (keys.length > maximumParts) return false;
      for (const key of keys) {
        bytes += key.length * 2;
        open.push({ value: (value as Record<string, unknown>)[key], depth: depth + 1 });
      }
    }
    if (bytes > maximumBytes || parts + open.length > maximumParts) return false;
  }
  return true;
}

function isPlain(value: object): boolean {
  return Array.isArray(value) || isRecord(value);
}

function isRecord(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
