// What the rest of Deskbridge may use of the Intercom adapter. Cheap to import: the SDK is loaded at the first call.
export type { CallReport } from './caller.ts';
export { type ConversationsOptions, createConversations } from './conversations.ts';
export { hasGoodBodySignature } from './signature.ts';
export { createIntercomSource } from './webhook-source.ts';
