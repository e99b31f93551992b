import { openPorts } from '../../native/ports.ts';

/** Prints what the ports of this machine hold, as whoever runs it may see it, once there is something to tell. */
const ports = openPorts({
  hardware: true,
  onChange: (entries) => {
    console.log(JSON.stringify(entries));
    void ports.close().then(() => process.exit(0));
  },
});
setTimeout(() => {
  console.log('nothing');
  process.exit(0);
}, 30_000);
