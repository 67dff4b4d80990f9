using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Tickets.Domain.Persistence;

namespace Tickets.SqlServerScriptTests;

/// <summary>The whole script that makes a database, as it would be handed to a server.</summary>
public class MigrationScripts
{
    [Theory]
    [InlineData(MigrationsSqlGenerationOptions.Default)]
    [InlineData(MigrationsSqlGenerationOptions.Idempotent)]
    [InlineData(MigrationsSqlGenerationOptions.NoTransactions)]
    public void The_script_that_makes_the_database_is_good_T_SQL(MigrationsSqlGenerationOptions options) => Assert.Empty(Dialect.Errors(Script(options)));

    [Fact]
    public void The_script_makes_every_table_and_index_of_the_model()
    {
        using var db = SqlServer();
        var made = new Made();
        Dialect.Parse(Script(MigrationsSqlGenerationOptions.Default), out _)!.Accept(made);
        var tables = db.Model.GetEntityTypes().Select(t => t.GetTableName()!).Distinct().ToList();
        var indexes = db.Model.GetEntityTypes().SelectMany(t => t.GetIndexes()).Select(i => i.GetDatabaseName()!).ToList();

        Assert.Empty(tables.Except(made.Names));
        Assert.Empty(indexes.Except(made.Names));
    }

    [Fact]
    public void Statements_inside_strings_are_read_too()
    {
        var errors = Dialect.Errors("EXEC(N'CREATE INDEX [I] ON [T] ([C]) WHERE [C] IS NOT');");

        Assert.NotEmpty(errors);
    }

    [Fact]
    public void A_script_that_is_none_is_refused() => Assert.NotEmpty(Dialect.Errors("CREATE TABLE [T] ([Id] bigint NOT NULL AUTOINCREMENT);"));

    private static string Script(MigrationsSqlGenerationOptions options)
    {
        using var db = SqlServer();
        return db.GetService<IMigrator>().GenerateScript(options: options);
    }

    private static SqlServerTicketsDb SqlServer() => new(new DbContextOptionsBuilder<SqlServerTicketsDb>().UseSqlServer("Server=(none)").Options);

    private sealed class Made : TSqlFragmentVisitor
    {
        public HashSet<string> Names { get; } = [];

        public override void Visit(CreateTableStatement node) => Names.Add(node.SchemaObjectName.BaseIdentifier.Value);

        public override void Visit(CreateIndexStatement node) => Names.Add(node.Name.Value);

        // A filtered index is made inside a string, since the server settles names before it runs a batch.
        public override void Visit(ExecutableStringList node) =>
            Dialect.Parse(string.Concat(node.Strings.OfType<StringLiteral>().Select(s => s.Value)), out _)?.Accept(this);
    }
}
