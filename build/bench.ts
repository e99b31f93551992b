import { globSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleApp } from './bundle.ts';
import type { Measurement } from './measurement.ts';
import { root, say } from './root.ts';
import { openScreen } from './screen.ts';

const { values, positionals } = parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true });

/** Every function that a file in build/bench/ exports is one benchmark: it returns one measurement or several. */
type Benchmark = () => Promise<Measurement | readonly Measurement[]>;

await bundleApp();
const screen = await openScreen();
Object.assign(process.env, screen.environment);

const measured: Measurement[] = [];
let broken = 0;
const files = globSync('build/bench/*.ts', { cwd: root }).sort();
for (const file of files.filter(
  (path) => positionals.length === 0 || positionals.some((word) => path.includes(word)),
)) {
  const benchmarks: Record<string, Benchmark> = await import(pathToFileURL(`${root}/${file}`).href);
  for (const [name, benchmark] of Object.entries(benchmarks)) {
    say(`Measuring ${name} ...`);
    try {
      measured.push(...[await benchmark()].flat());
    } catch (error) {
      broken += 1;
      console.log(`${name} could not be measured: ${error instanceof Error ? error.stack : error}`);
    }
  }
}
screen.close();

for (const { name, value, unit, target, against, met } of measured) {
  const figure = `${Number(value.toPrecision(4))} ${unit}`;
  console.log(`${met ? 'met   ' : 'MISSED'} ${name}: ${figure} (target ${target}) against ${against}`);
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(measured, null, 2)}\n`);
process.exit(broken === 0 && measured.every(({ met }) => met) ? 0 : 1);
