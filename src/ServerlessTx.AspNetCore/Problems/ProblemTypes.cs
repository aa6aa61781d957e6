namespace ServerlessTx.AspNetCore;

/// <summary>Every problem the API answers with. <c>docs/problems.md</c> is this list, and a test compares the two.</summary>
internal static class ProblemTypes
{
    public static readonly ProblemType MalformedRequest = new("malformed_request", 400, "The request is not well-formed HTTP",
        "The body ended early, or a header could not be read.");

    public static readonly ProblemType MalformedJson = new("malformed_json", 400, "The body is not JSON as it has to be",
        "Not JSON, not UTF-8, deeper than 32 levels, a name twice in one object, half a surrogate pair, or a number that no double can hold (RFC 7493). `field` says where.");

    public static readonly ProblemType InvalidInput = new("invalid_input", 400, "A field of the input is wrong",
        "A field is missing, unknown, of the wrong type or out of bounds. `field` is its path, `detail` what would be right.");

    public static readonly ProblemType InvalidParameter = new("invalid_parameter", 400, "A query parameter is wrong",
        "`parameter` names it, `detail` says what it takes.");

    public static readonly ProblemType InvalidIdempotencyKey = new("invalid_idempotency_key", 400, "The Idempotency-Key is wrong",
        "One header of 1 to 255 characters, without control characters; bare, or as a string in double quotes.");

    public static readonly ProblemType MalformedId = new("malformed_id", 400, "That is no transaction id",
        "Use an id as a start or the list answers it.");

    public static readonly ProblemType MalformedAggregateId = new("malformed_aggregate_id", 400, "That is no aggregate's id",
        "A letter or digit and up to 127 letters, digits and `_ . : - @` behind it.");

    public static readonly ProblemType MalformedSubjectId = new("malformed_subject_id", 400, "That is no subject's id",
        "A letter or digit and up to 127 letters, digits and `_ . : - @` behind it.");

    public static readonly ProblemType MalformedResource = new("malformed_resource", 400, "That is no resource's name",
        "A lock's resource is a letter or digit and up to 199 letters, digits and `_ . : - @` behind it.");

    public static readonly ProblemType MissingKey = new("missing_key", 401, "An API key is needed",
        "Send one as `X-Api-Key` or `Authorization: Bearer`.");

    public static readonly ProblemType WrongKey = new("wrong_key", 401, "The API key is not known",
        "Send a key that the host was configured with, once.");

    public static readonly ProblemType RoleMissing = new("role_missing", 403, "The API key may not do that",
        "`role` names what the key would need: `read`, `start` or `operator`.");

    public static readonly ProblemType KeysNotConfigured = new("keys_not_configured", 403, "Without API keys only this machine is served",
        "Configure API keys on the host before anything else may reach it.");

    public static readonly ProblemType UnknownRoute = new("unknown_route", 404, "There is no such route",
        "`/openapi/v1.json` lists the routes.");

    public static readonly ProblemType UnknownWorkflow = new("unknown_workflow", 404, "There is no such workflow",
        "`detail` lists the workflows of this host.");

    public static readonly ProblemType UnknownTransaction = new("unknown_transaction", 404, "There is no such transaction",
        "It was never begun. A participant in doubt may presume it aborted.");

    public static readonly ProblemType UnknownIdempotencyKey = new("unknown_idempotency_key", 404, "There is no such Idempotency-Key",
        "This caller has not used it for that workflow or operation, or it has expired. It may be used for a new request.");

    public static readonly ProblemType UnknownAggregateType = new("unknown_aggregate_type", 404, "There is no such type of aggregates",
        "`detail` lists the types of this host.");

    public static readonly ProblemType UnknownAggregate = new("unknown_aggregate", 404, "There is no such aggregate",
        "Nothing has happened to it, or had by the moment that was asked for.");

    public static readonly ProblemType UnknownVersion = new("unknown_version", 404, "The aggregate has not come to that version",
        "Ask without `version` for how it stands.");

    public static readonly ProblemType UnknownCommand = new("unknown_command", 404, "The aggregate takes no such command",
        "`detail` lists the commands of its type.");

    public static readonly ProblemType UnknownProjection = new("unknown_projection", 404, "There is no such read model",
        "`detail` lists the projections of this host.");

    public static readonly ProblemType UnknownRow = new("unknown_row", 404, "There is no such row",
        "No aggregate has a share in it, or its append waits to be handled.");

    public static readonly ProblemType UnknownSubject = new("unknown_subject", 404, "There is no such subject",
        "Nothing personal of it was ever taken here. It can be erased all the same, so that nothing will be.");

    public static readonly ProblemType UnknownSignal = new("unknown_signal", 404, "Nobody waits for such a signal",
        "`detail` lists the signals that steps of the transaction wait for.");

    public static readonly ProblemType UnknownGroup = new("unknown_group", 404, "There is no such group, side or operation",
        "`detail` lists the groups of this host, or the sides of the group.");

    public static readonly ProblemType UnknownLock = new("unknown_lock", 404, "There is no history of such a lock",
        "Nobody has taken it, or it was free for so long that it is forgotten. Its token goes on all the same.");

    public static readonly ProblemType UnknownSubscription = new("unknown_subscription", 404, "There is no such subscription",
        "`detail` lists the subscriptions of this host: each is called after its service.");

    public static readonly ProblemType UnknownDeadLetter = new("unknown_dead_letter", 404, "There is no such dead letter",
        "It was never there, or has been put back. The list of its subscription shows what lies there.");

    public static readonly ProblemType MethodNotAllowed = new("method_not_allowed", 405, "The route does not take that method",
        "`Allow` lists those it takes.");

    public static readonly ProblemType AlreadyDecided = new("already_decided", 409, "It is decided otherwise",
        "A cancel came behind the decision. `decision` and `transaction_status` say what stands.");

    public static readonly ProblemType DoesNotFit = new("does_not_fit", 409, "The act does not fit how the transaction stands",
        "Nothing was changed. `detail` says how it stands; `decision` and `transaction_status` say it in words.");

    public static readonly ProblemType ModeDoesNotFit = new("mode_does_not_fit", 409, "The act does not fit how the group stands",
        "Nothing was changed. `mode` is the mode that the group is in, `detail` what would fit.");

    public static readonly ProblemType BeyondBalance = new("beyond_balance", 409, "The account does not hold so much",
        "Nothing was changed. `set_aside` is what is set aside of it.");

    public static readonly ProblemType AlreadyAnswered = new("already_answered", 409, "The signal was given before",
        "The first answer under a name stands. The same one may be repeated, with its Idempotency-Key if it had one.");

    public static readonly ProblemType SignalTooLate = new("signal_too_late", 409, "Nobody waits any more",
        "The transaction is decided or has ended, and nothing was changed. `detail` says how it stands.");

    public static readonly ProblemType CommandRefused = new("command_refused", 409, "The aggregate refused the command",
        "Nothing was appended. `reason` says why, `version` where it stands; the same command may be accepted later.");

    public static readonly ProblemType SubjectErased = new("subject_erased", 409, "The subject is erased",
        "Nothing was stored. `subject` names whose key is destroyed; somebody who comes back gets a new id.");

    public static readonly ProblemType LockAcquisitionFailed = new("lock_acquisition_failed", 409, "The lock is not to be had now",
        "Another holds it, or others wait who came first. `reason` is `lock_acquisition_failed`, `held_until` when the holder's lease ends. Try again after `Retry-After` seconds, or wait in line with `Prefer: wait=n`.");

    public static readonly ProblemType LockNotHeld = new("lock_not_held", 409, "The lock is not this owner's under this token",
        "It was never the owner's, was given up, or was lost when its lease ended. Nothing was changed.");

    public static readonly ProblemType TransactionForgotten = new("transaction_forgotten", 410, "The transaction is forgotten",
        "It is so old that its records are purged. It has ended, if it was ever begun; a participant in doubt must not presume how.");

    public static readonly ProblemType VersionMismatch = new("version_mismatch", 412, "The aggregate is at another version",
        "`If-Match` or `If-None-Match` does not hold, and nothing was appended. `version` is where it stands.");

    public static readonly ProblemType TooLarge = new("too_large", 413, "The body is too large",
        "At most 256 KiB, as sent and as stored; 224 KiB in the events of a choreography.");

    public static readonly ProblemType UnsupportedMediaType = new("unsupported_media_type", 415, "The body is not declared as JSON",
        "Send `Content-Type: application/json`, in UTF-8 and without a content encoding.");

    public static readonly ProblemType IdempotencyKeyReused = new("idempotency_key_reused", 422, "The Idempotency-Key belongs to another request",
        "Use a new key for a new request. `transaction_id` is what the key began, where it began a transaction.");

    public static readonly ProblemType InvalidDefinition = new("invalid_definition", 422, "The transaction has a wrong shape",
        "`place` is the path in the body, `detail` what is wrong there and what would be right.");

    public static readonly ProblemType InternalError = new("internal_error", 500, "Something failed here",
        "A fault of the host, with `trace_id` in its log. With an Idempotency-Key, sending the request again is safe.");

    public static readonly ProblemType UnknownEvent = new("unknown_event", 500, "The aggregate holds an event that this host does not know",
        "Its state cannot be told here; history and evidence can. Deploy code that knows the event.");

    public static readonly ProblemType StoreUnavailable = new("store_unavailable", 503, "The storage does not answer",
        "Try again after `Retry-After` seconds. A start may have been stored all the same: repeat it with its Idempotency-Key.");

    public static readonly ProblemType BusUnavailable = new("bus_unavailable", 503, "The message bus does not answer",
        "Try again after `Retry-After` seconds. What was put back may be back all the same: putting it back again does no harm.");

    public static readonly ProblemType NotAdmitted = new("not_admitted", 503, "The mode of the workflow does not admit it now",
        "Nothing was begun. `reason` is `failing_back`, `beyond_escrow`, `buffer_full` or `amount_over_buffer`, `mode` the mode. Try again after `Retry-After` seconds.");

    public static readonly ProblemType AggregateBusy = new("aggregate_busy", 503, "The aggregate is written by too many at once",
        "Nothing was appended. Try again after `Retry-After` seconds.");

    public static readonly ProblemType ProjectionNotBuilt = new("projection_not_built", 503, "The read model is being built",
        "Ask again after `Retry-After` seconds; the aggregates themselves can be read now.");

    public static IReadOnlyList<ProblemType> All { get; } =
    [
        MalformedRequest, MalformedJson, InvalidInput, InvalidParameter, InvalidIdempotencyKey, MalformedId, MalformedAggregateId, MalformedSubjectId, MalformedResource, MissingKey,
        WrongKey, RoleMissing, KeysNotConfigured, UnknownRoute, UnknownWorkflow, UnknownTransaction, UnknownIdempotencyKey, UnknownAggregateType, UnknownAggregate,
        UnknownVersion, UnknownCommand, UnknownProjection, UnknownRow, UnknownSubject, UnknownSignal, UnknownGroup, UnknownLock, UnknownSubscription, UnknownDeadLetter, MethodNotAllowed, AlreadyDecided, DoesNotFit, ModeDoesNotFit, BeyondBalance,
        AlreadyAnswered, SignalTooLate, CommandRefused, SubjectErased, LockAcquisitionFailed, LockNotHeld, TransactionForgotten, VersionMismatch, TooLarge,
        UnsupportedMediaType, IdempotencyKeyReused, InvalidDefinition, InternalError, UnknownEvent, StoreUnavailable, BusUnavailable, NotAdmitted, AggregateBusy, ProjectionNotBuilt,
    ];
}
