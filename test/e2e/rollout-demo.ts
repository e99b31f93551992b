import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolloutHouse, type Walk } from './rollout-house.ts';
import { walkThrough } from './rollout-walk.ts';

/*
 * `npm run demo -- --rollout`: the walk through a roll-out by the acts of its end-to-end test, unattended. Each screen is
 * kept as a picture; at the end stands how long each act took.
 */
const out = process.argv[2] ?? 'demo-out';
const steps: { name: string; ms: number }[] = [];
let pictures = 0;
let walk: Walk | undefined;

try {
  walk = await rolloutHouse(async (page, name) => {
    pictures += 1;
    const number = String(pictures).padStart(2, '0');
    await page.screenshot({ path: join(out, `${number}-${name.replaceAll(' ', '-')}.png`) });
  });
  for (const { name, run } of walkThrough) {
    const startedAt = performance.now();
    await run(walk);
    const ms = Math.round(performance.now() - startedAt);
    steps.push({ name, ms });
    console.log(`${String(ms).padStart(6)} ms  ${name}`);
  }
  writeFileSync(
    join(out, 'rollout.json'),
    `${JSON.stringify({ people: walk.issued.size, pictures, steps }, undefined, 2)}\n`,
  );
  console.log(`${walk.issued.size} people have tokens, and tokens are required. ${pictures} pictures are in ${out}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(walk?.house.log().split('\n').slice(-20).join('\n') ?? '');
  process.exitCode = 1;
} finally {
  await walk?.end();
}
