// The simulated Intercom's public face: how to start it, fill it and read what it did.
export { askApp } from './app-host.ts';
export type { Exchange } from './exchange-log.ts';
export type { FaultOptions } from './faults.ts';
export {
  addAdmin,
  addCompany,
  addContact,
  addConversation,
  addConversationAttribute,
  addDataAttribute,
  addTag,
  addTeam,
  addTicket,
  addTicketState,
} from './fill.ts';
export type { IntercomSimulatorOptions } from './options.ts';
export { type IntercomSimulator, startIntercomSimulator } from './simulator.ts';
export type { Conversation, Part } from './types.ts';
export { signNotification } from './webhooks.ts';
