/** How many rows a statement changed, added or removed. */
export async function changed(statement: Changing): Promise<number> {
  const results = await statement.execute();
  return results.reduce((sum, result) => sum + Number(countOf(result)), 0);
}

interface Changing {
  readonly execute: () => Promise<readonly Counted[]>;
}

type Counted =
  | { readonly numUpdatedRows: bigint }
  | { readonly numDeletedRows: bigint }
  | { readonly numInsertedOrUpdatedRows: bigint | undefined };

function countOf(result: Counted): bigint {
  if ('numUpdatedRows' in result) return result.numUpdatedRows;
  if ('numDeletedRows' in result) return result.numDeletedRows;
  return result.numInsertedOrUpdatedRows ?? 0n;
}
