// What the rest of Deskbridge may use of the Intercom adapter. Cheap to import: the SDK is loaded at the first call.
export { createIntercomSource, type IntercomSourceOptions } from './webhook-source.ts';
