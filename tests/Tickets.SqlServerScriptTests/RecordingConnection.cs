using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.SqlClient;

namespace Tickets.SqlServerScriptTests;

/// <summary>
/// A connection to no server: it writes down what it is asked and answers that there is nothing; an insert is answered with a key, an update with one row.
/// </summary>
internal sealed class RecordingConnection : DbConnection
{
    private ConnectionState state = ConnectionState.Closed;

    /// <summary>Every statement, in order.</summary>
    public List<string> Statements { get; } = [];

    [AllowNull]
    public override string ConnectionString { get; set; } = "Server=(none)";

    public override string Database => "Tickets";

    public override string DataSource => "(none)";

    public override string ServerVersion => "16.00.0000";

    public override ConnectionState State => state;

    public override void ChangeDatabase(string databaseName) { }

    public override void Open() => state = ConnectionState.Open;

    public override void Close() => state = ConnectionState.Closed;

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => new Transaction(this, isolationLevel);

    protected override DbCommand CreateDbCommand() => new Command(this);

    private DataTableReader Answer(string statement)
    {
        Statements.Add(statement);
        var table = new DataTable();
        var writes = statement.Contains("OUTPUT INSERTED.", StringComparison.Ordinal) || statement.Contains("OUTPUT 1", StringComparison.Ordinal);
        table.Columns.Add("Value", writes && statement.Contains("OUTPUT 1", StringComparison.Ordinal) ? typeof(int) : typeof(long));
        if (writes)
            table.Rows.Add(Statements.Count);
        return table.CreateDataReader();
    }

    private sealed class Transaction(RecordingConnection connection, IsolationLevel level) : DbTransaction
    {
        public override IsolationLevel IsolationLevel => level;

        protected override DbConnection DbConnection => connection;

        public override bool SupportsSavepoints => true;

        public override void Save(string savepointName) { }

        public override void Rollback(string savepointName) { }

        public override void Commit() { }

        public override void Rollback() { }
    }

    // Parameters are the server's own, so that what depends on them is written as it would be.
    private sealed class Command(RecordingConnection connection) : DbCommand
    {
        private readonly SqlCommand parameters = new();

        [AllowNull]
        public override string CommandText { get; set; } = "";

        public override int CommandTimeout { get; set; }

        public override CommandType CommandType { get; set; } = CommandType.Text;

        public override bool DesignTimeVisible { get; set; }

        public override UpdateRowSource UpdatedRowSource { get; set; }

        protected override DbConnection? DbConnection { get; set; } = connection;

        protected override DbParameterCollection DbParameterCollection => parameters.Parameters;

        protected override DbTransaction? DbTransaction { get; set; }

        public override void Cancel() { }

        public override void Prepare() { }

        public override int ExecuteNonQuery()
        {
            connection.Statements.Add(CommandText);
            return 1;
        }

        public override object? ExecuteScalar()
        {
            connection.Statements.Add(CommandText);
            return null;
        }

        protected override DbParameter CreateDbParameter() => new SqlParameter();

        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => connection.Answer(CommandText);

        protected override void Dispose(bool disposing)
        {
            parameters.Dispose();
            base.Dispose(disposing);
        }
    }
}
