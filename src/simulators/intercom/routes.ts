// All of the simulated API's routes in the order in which they are tried.
import { attributeRoutes } from './routes-attributes.ts';
import { companyRoutes } from './routes-companies.ts';
import { contactRoutes } from './routes-contacts.ts';
import { conversationRoutes } from './routes-conversations.ts';
import { replyRoutes } from './routes-replies.ts';
import { ticketRoutes } from './routes-tickets.ts';
import { workspaceRoutes } from './routes-workspace.ts';
import type { Route } from './router.ts';

export const apiRoutes: readonly Route[] = [
  ...workspaceRoutes,
  ...attributeRoutes,
  ...conversationRoutes,
  ...replyRoutes,
  ...contactRoutes,
  ...companyRoutes,
  ...ticketRoutes,
];
