// All routes of the REST API, of both editions.
import { attachmentRoutes } from './routes-attachments.ts';
import { commentRoutes } from './routes-comments.ts';
import { createMetaRoutes } from './routes-createmeta.ts';
import { issueRoutes } from './routes-issues.ts';
import { linkRoutes } from './routes-links.ts';
import { projectRoutes } from './routes-projects.ts';
import { searchRoutes } from './routes-search.ts';
import { siteRoutes } from './routes-site.ts';
import type { Route } from './types.ts';

export const apiRoutes: Route[] = [
  ...issueRoutes,
  ...commentRoutes,
  ...linkRoutes,
  ...attachmentRoutes,
  ...createMetaRoutes,
  ...projectRoutes,
  ...searchRoutes,
  ...siteRoutes,
];
