// Links by API: list, add, take away.
import { Router } from 'express';
import { z } from 'zod';
import type { Bridge } from '../../application/bridge.ts';
import { linkByRequest, unlinkByRequest } from '../../application/link-by-request.ts';
import { findLinks } from '../../application/find-links.ts';
import type { Link } from '../../domain/link.ts';
import { conversationUrl, issueUrl } from '../../domain/vendor-urls.ts';
import { ApiError } from './api-errors.ts';

const NewLink = z.strictObject({ conversation: z.string().min(1).max(2000), issue: z.string().min(1).max(2000) });

function shown(link: Link, bridge: Bridge) {
  const { chatSites, trackerSites } = bridge.rules();
  const chat = chatSites.find((site) => site.connection === link.conversation.connection);
  const tracker = trackerSites.find((site) => site.connection === link.issue.connection);
  return {
    id: link.id,
    conversation: {
      connection: link.conversation.connection,
      id: link.conversation.conversationId,
      url: chat === undefined ? null : conversationUrl(chat, link.conversation.conversationId),
    },
    issue: {
      connection: link.issue.connection,
      id: link.issue.issueId,
      key: link.issueKey,
      url: tracker === undefined ? null : issueUrl(tracker.siteUrl, link.issueKey),
    },
    origin: link.origin,
    createdAt: new Date(link.createdAt).toISOString(),
  };
}

export function linkRoutes(bridge: Bridge): Router {
  const router = Router();
  router.get('/links', async (request, response) => {
    const { conversation, issue } = request.query;
    const query = { conversation: asText(conversation), issue: asText(issue) };
    if ((query.conversation === null) === (query.issue === null)) {
      throw new ApiError(400, 'bad_query', 'Give either conversation=ID_OR_URL or issue=KEY_OR_URL');
    }
    const links = await findLinks(query, bridge);
    response.json({ links: links.map((link) => shown(link, bridge)) });
  });
  router.post('/links', async (request, response) => {
    const body = NewLink.safeParse(request.body);
    if (!body.success) {
      throw new ApiError(
        400,
        'bad_body',
        `Send {"conversation": ID_OR_URL, "issue": KEY_OR_URL}: ${z.prettifyError(body.error)}`,
      );
    }
    const result = await linkByRequest(body.data, bridge);
    if (result.kind === 'refused') throw new ApiError(422, result.code, result.message);
    if (result.kind === 'pending') {
      response.status(202).json({ event: result.eventId, message: 'Stored; still being linked' });
      return;
    }
    const status = result.fresh ? 201 : 200;
    response.status(status).json({ event: result.eventId, link: shown(result.link, bridge) });
  });
  router.delete('/links/:id', async (request, response) => {
    const result = await unlinkByRequest(request.params.id, bridge);
    if (result.kind === 'not_found') {
      throw new ApiError(
        404,
        'link_not_found',
        `There is no link ${request.params.id}: list them with GET /api/v1/links`,
      );
    }
    if (result.kind === 'refused') throw new ApiError(422, 'parked', result.message);
    if (result.kind === 'already') response.json({ message: 'This link had been taken away before' });
    else response.status(result.kind === 'pending' ? 202 : 200).json({ event: result.eventId });
  });
  return router;
}

function asText(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
