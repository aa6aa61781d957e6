// A server that closes waits for its connections, and one that never sent a request is not idle to Node: it would keep Azurite
// from saving until it is killed. What is being answered has half a second.
'use strict';
const { Server } = require('node:http');

const close = Server.prototype.close;
Server.prototype.close = function (...callback) {
  setTimeout(() => this.closeAllConnections(), 500).unref();
  return close.apply(this, callback);
};
