// The contract of the doorbell on the one of a single process.
import { createInProcessDoorbell } from '../../src/adapters/doorbell/in-process.ts';
import { describeDoorbell } from './doorbell.contract.ts';

describeDoorbell('of a single process', async () => {
  const failed: string[] = [];
  const doorbell = createInProcessDoorbell(4, (lane) => failed.push(lane));
  return { doorbell, failed, close: () => doorbell.stop() };
});
