using Xunit;

namespace OneBit.Kernels.Tests.Panels;

public sealed class TileRowsTests
{
    [Fact]
    public void Runs_are_whole_tiles_but_for_the_last_which_is_not_small()
    {
        for (int rows = 1; rows <= 1000; rows++)
        {
            int run = 0;
            for (int left = rows; left > 0; left -= run)
            {
                run = TileRows.Next(left);
                Assert.InRange(run, 1, Math.Min(left, TileRows.Most));
                if (run < left)
                    Assert.Equal(0, run % TileRows.Count);
            }
            Assert.True(run >= Math.Min(rows, TileRows.Many), $"{rows} rows end with {run}");
        }
    }
}
