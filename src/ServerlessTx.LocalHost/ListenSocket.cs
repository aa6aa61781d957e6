using System.Net;
using System.Net.Sockets;

namespace ServerlessTx.LocalHost;

/// <summary>The socket that the web server will listen on, bound before anything slow is started: a port in use is told at once.</summary>
internal static class ListenSocket
{
    /// <exception cref="CannotStartException">The port is in use, or the address is none of this machine.</exception>
    public static Socket Bind(IPEndPoint address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(address);
            return socket;
        }
        catch (SocketException taken)
        {
            socket.Dispose();
            throw taken.SocketErrorCode is SocketError.AddressAlreadyInUse
                ? InUse(address, taken)
                : new CannotStartException($"Cannot listen on {address}: {Lines.First(taken.Message)}; choose another --address.", taken);
        }
    }

    public static CannotStartException InUse(IPEndPoint address, Exception taken) =>
        new($"Port {address.Port} on {address.Address} is in use; end what listens there or choose another --address.", taken);
}
